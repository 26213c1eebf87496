/**
 * What the page's lesson needs, fetched and compiled from here on, and its colours. It is a script of
 * its own, so that it runs while the large one is still being read.
 */
import { compileModule } from '../module/compile.js';
import { showChosenTheme } from './theme.js';

const element = document.querySelector('asyncio-lesson[lesson]');

/** The module, and one lesson; null: this page shows none. */
export const source = element && fetchSource(element.getAttribute('lesson') ?? '');
// Who opens the lesson is told.
source?.catch(() => {});

// The browser reads its storage from the disk for the first who asks.
showChosenTheme();

/** @param {string} folder */
async function fetchSource(folder) {
  const [module, lesson] = await Promise.all([
    compileModule(fetch('./lessons.wasm')),
    fetchJson(`./lessons/${folder}.json`),
  ]);
  return { module, lessons: [lesson] };
}

/** @param {string} url */
async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server says ${response.status}`);
  return response.json();
}
