/** The page around a lesson: it starts the view, and keeps the URL and the learner's progress. */
import { loadRuntime } from '../session/runtime.js';
import { LessonView } from '../views/lesson-view.js';
import { addThemeButton } from './theme.js';

const tools = document.getElementById('site-tools');
if (tools) addThemeButton(tools);
const host = document.getElementById('lesson');
if (host) await startLesson(host);

/** @param {HTMLElement} element */
async function startLesson(element) {
  const { folder = '' } = element.dataset;
  try {
    const [module, lesson] = await Promise.all([
      fetch('./lessons.wasm'),
      fetchJson(`./lessons/${folder}.json`),
    ]);
    const runtime = await loadRuntime({ module, lessons: [lesson] });
    const view = new LessonView(element, { runtime, lesson });
    Object.assign(element, { view });
    element.dataset.live = '';
  } catch (error) {
    showLoadError(element, error);
  }
}

/** @param {string} url */
async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server says ${response.status}`);
  return response.json();
}

/**
 * What is in the page stays readable.
 *
 * @param {HTMLElement} element
 * @param {unknown} error
 */
function showLoadError(element, error) {
  const message = document.createElement('p');
  message.className = 'load-error';
  message.setAttribute('role', 'alert');
  const reason = error instanceof Error ? error.message : String(error);
  message.textContent = `The lesson cannot be played here, only read. ${reason}`;
  element.before(message);
}
