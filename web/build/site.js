/** The tutorial as a folder of files that any server can serve, under any path. */
import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildEmbedPage, buildServiceWorker } from './site-extras.js';
import { writeDocuments } from './documents.js';
import { bundleLateFiles, lateFiles } from './late-files.js';
import { smallStyles } from './small-styles.js';
import { renderIndex, renderPage } from '../page/render.js';

const PAGE = 'web/page';

/** @typedef {import('./lesson.js').Lesson} Lesson */

/**
 * @param {{ module: string, output: string }} options `module` without .wasm and .json
 */
export async function buildSite({ module, output }) {
  /** @type {Lesson[]} */
  const lessons = JSON.parse(await readFile(`${module}.json`, 'utf8'));
  await rm(output, { recursive: true, force: true });
  await mkdir(path.join(output, 'lessons'), { recursive: true });
  await Promise.all([
    bundle(output),
    bundleLateFiles(output),
    copyFile(`${module}.wasm`, path.join(output, 'lessons.wasm')),
    copyStaticFiles(output),
    writeLessons(lessons, output),
    writePages(lessons, output),
    writeDocuments(lessons, output),
    buildEmbedPage({ module, output }),
  ]);
  await buildServiceWorker(output);
}

/** A file a lesson, so that a first visit loads one. @param {Lesson[]} lessons @param {string} output */
async function writeLessons(lessons, output) {
  const index = lessons.map(({ folder, number, section, title }) => ({
    folder,
    number,
    section,
    title,
  }));
  await Promise.all([
    writeJson(path.join(output, 'lessons', 'index.json'), index),
    ...lessons.map((lesson) =>
      writeJson(path.join(output, 'lessons', `${lesson.folder}.json`), lesson),
    ),
  ]);
}

/** @param {string} file @param {unknown} value */
async function writeJson(file, value) {
  await writeFile(file, `${JSON.stringify(value)}\n`);
}

/** @param {Lesson[]} lessons @param {string} output */
async function writePages(lessons, output) {
  await Promise.all([
    writeFile(path.join(output, 'index.html'), renderIndex(lessons)),
    ...lessons.map((lesson) =>
      writeFile(path.join(output, `${lesson.folder}.html`), renderPage(lesson, lessons)),
    ),
  ]);
}

/** Scripts and styles. @param {string} output */
async function bundle(output) {
  await build({
    entryPoints: ['early.js', 'main.js', 'style.css'].map((name) => path.join(PAGE, name)),
    outdir: output,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    // Most of it runs at once: Chromium then compiles it beside the page's thread, not in it.
    banner: { js: '//# allFunctionsCalledOnLoad' },
    logLevel: 'warning',
    plugins: [smallStyles, lateFiles, earlyScript],
  });
}

/** The page loads it by itself. @type {import('esbuild').Plugin} */
const earlyScript = {
  name: 'early-script',
  setup({ onResolve }) {
    onResolve({ filter: /\/early\.js$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: './early.js', external: true } : undefined,
    );
  },
};

/** @param {string} output */
async function copyStaticFiles(output) {
  const folder = path.join(PAGE, 'static');
  if (existsSync(folder)) await cp(folder, output, { recursive: true });
}
