/**
 * What npm installs: bundles for browsers with the wasm inside, one with the wasm beside it, one for
 * Node, and the types of all.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { packLesson } from '../element/packed-lessons.js';
import {
  bundleLateClassicFiles,
  bundleLateFiles,
  lateClassicFiles,
  lateFiles,
} from './late-files.js';
import { bytesToText } from '../module/bytes-as-text.js';
import { SHIPPED_SCRIPT } from './shipped-script.js';
import { smallStyles } from './small-styles.js';

const SOURCES = 'web/package';
const OUTPUT = 'dist/package';
const WASM = 'dist/lessons.wasm';

/** Largest sizes, bytes of brotli. */
const BUDGETS = /** @type {Record<string, number>} */ ({
  'asyncio-tour.js': 60_000,
  'lesson-parts.js': 96_500,
  'element.js': 3_500,
  'element.global.js': 100_000,
});

/** As what the lessons' module counts at most: of another compiler it may be larger. */
const MODULE_COUNTS = 38_500;

/** @param {string} json lessons.json */
function leanLessons(json) {
  /** @type {import('./lesson.js').Lesson[]} */
  const lessons = JSON.parse(json);
  return JSON.stringify(
    lessons.map(({ folder, number, section, title, knobs }) => ({
      folder,
      number,
      section,
      title,
      knobs,
    })),
  );
}

/**
 * The modules that are called `built:...`.
 * @param {string} wasm
 * @param {string} json
 * @returns {import('esbuild').Plugin}
 */
export function builtModules(wasm, json) {
  /** @type {Record<string, () => Promise<string>>} */
  const contents = {
    'built:wasm': async () => JSON.stringify(bytesToText(await readFile(wasm))),
    'built:lessons': async () => leanLessons(await readFile(json, 'utf8')),
    'built:packed-lessons': async () =>
      JSON.stringify(JSON.parse(await readFile(json, 'utf8')).map(packLesson)),
  };
  return {
    name: 'built',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^built:/ }, ({ path: name }) => ({ path: name, namespace: 'built' }));
      onLoad({ filter: /.*/, namespace: 'built' }, async ({ path: name }) => ({
        contents: `export default ${await contents[name]?.()}`,
      }));
    },
  };
}

const built = builtModules(WASM, 'dist/lessons.json');

/**
 * @param {string} entry
 * @param {string} output
 * @param {import('esbuild').BuildOptions} [options]
 */
async function bundle(entry, output, options) {
  const outfile = path.join(OUTPUT, output);
  await build({
    entryPoints: [entry],
    outfile,
    ...SHIPPED_SCRIPT,
    plugins: [smallStyles, lateFiles, built],
    ...options,
  });
  if (BUDGETS[output]) await makeSmaller(outfile, options?.format !== 'iife');
}

/**
 * By a hundredth of what brotli makes of it.
 * @param {string} file   a script that ships
 * @param {boolean} module
 */
async function makeSmaller(file, module) {
  const text = await readFile(file, 'utf8');
  const { code = '' } = await minify(text, { module, ecma: 2020, compress: { passes: 2 }, format: { ascii_only: true } });
  await writeFile(file, code);
}

/**
 * What makes modules of other lessons, with the libraries it reads them with.
 */
async function bundleLessonMaker() {
  const { metafile } = await build({
    entryPoints: ['web/build/lesson-module.js'],
    outfile: path.join(OUTPUT, 'make-lesson.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    // For what is CommonJS among them.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const packages = Object.keys(metafile.inputs)
    .map((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
    .filter((folder) => folder !== undefined);
  const licences = [...new Set(packages)].sort().map(async (folder) => {
    const [file] = (await readdir(folder)).filter((name) => /^licen[cs]e/i.test(name));
    if (!file) throw new Error(`${folder} has no licence to go with its code`);
    return `${folder.slice('node_modules/'.length)}\n\n${await readFile(path.join(folder, file), 'utf8')}`;
  });
  const text = (await Promise.all(licences)).join('\n\n');
  await writeFile(path.join(OUTPUT, 'make-lesson.LICENSES.txt'), text);
}

/** Prints the weights, and stops the build at one that is too heavy. @returns {Promise<string[]>} */
async function weigh() {
  const tooHeavy = [];
  const module = brotliCompressSync(bytesToText(await readFile(WASM))).length;
  const excess = Math.max(0, module - MODULE_COUNTS);
  for (const name of [
    'asyncio-tour.js',
    'external.js',
    'export.js',
    'element.js',
    'lesson-parts.js',
    'lesson-files.js',
    'element.global.js',
  ]) {
    const bytes = await readFile(path.join(OUTPUT, name));
    const size = brotliCompressSync(bytes).length;
    const budget = BUDGETS[name];
    console.log(
      `package: ${name} ${kilobytes(bytes.length)}, brotli ${kilobytes(size)}` +
        (budget ? ` of ${kilobytes(budget)}` : ''),
    );
    const counts = size > module ? size - excess : size;
    if (budget && counts > budget) tooHeavy.push(name);
  }
  return tooHeavy;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

export async function buildPackage() {
  await rm(OUTPUT, { recursive: true, force: true });
  const source = (/** @type {string} */ name) => path.join(SOURCES, name);
  /** @type {import('esbuild').BuildOptions} */
  const script = { format: 'iife', globalName: 'asyncioTour' };
  /** @type {import('esbuild').BuildOptions} */
  const elementScript = {
    format: 'iife',
    globalName: 'asyncioTourElement',
    plugins: [smallStyles, lateClassicFiles, built],
  };
  await Promise.all([
    bundle(source('inside.js'), 'asyncio-tour.js'),
    bundle(source('inside.js'), 'asyncio-tour.global.js', script),
    bundle(source('outside.js'), 'external.js'),
    bundle(source('export.js'), 'export.js'),
    bundle(source('node.js'), 'node.js', { platform: 'node', minify: false }),
    bundle('web/element/index.js', 'element.js', {
      plugins: [lateParts('./lesson-parts.js')],
    }),
    bundle('web/element/parts.js', 'lesson-parts.js'),
    bundle(source('element-global.js'), 'element.global.js', elementScript),
    bundleLateFiles(OUTPUT),
    bundleLateClassicFiles(OUTPUT),
    bundleLessonMaker(),
  ]);
  const tooHeavy = await weigh();
  if (tooHeavy.length > 0) throw new Error(`too heavy: ${tooHeavy.join(', ')}`);
}

/**
 * The element's parts stay a file of their own, which it imports when it is looked at.
 * @param {string} file
 * @returns {import('esbuild').Plugin}
 */
function lateParts(file) {
  return {
    name: 'late-parts',
    setup({ onResolve }) {
      onResolve({ filter: /\/parts\.js$/ }, () => ({ path: file, external: true }));
    },
  };
}
