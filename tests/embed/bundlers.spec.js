/** The installed package, as bundlers make it part of a page under a strict policy. */
import { expect, test } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { installPackage } from './support/installed-package.js';
import { openPage, waitForGlobal } from './support/page.js';
import { PRINTED, USE_PACKAGE } from './support/use-package.js';

const MAIN = `${USE_PACKAGE}
import 'asyncio-tour/element';
main().then((text) => { globalThis.result = text; });
`;

/** With the wasm in a file that the bundler takes along. */
const EXTERNAL = MAIN.replace("'asyncio-tour'", "'asyncio-tour/external'");

// One worker installs the package once.
test.describe.configure({ mode: 'default' });
/** @type {Awaited<ReturnType<typeof installPackage>>} */
let fresh;

test.beforeAll(async () => {
  fresh = await installPackage();
  await fresh.write('main.js', MAIN);
  await fresh.write('external.js', EXTERNAL);
});
test.afterAll(() => fresh?.remove());

/**
 * @typedef {(entry: string, output: string) => Promise<unknown>} Bundle   writes main.js, or
 *   index.html and what that loads
 */

/** @type {Bundle} */
async function esbuild(entry, output) {
  const { build } = await import('esbuild');
  return build({
    entryPoints: { main: entry },
    outdir: output,
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    absWorkingDir: fresh.project,
  });
}

/** @type {Bundle} */
async function rollup(entry, output) {
  const { rollup: roll } = await import('rollup');
  const { nodeResolve } = await import('@rollup/plugin-node-resolve');
  const bundle = await roll({ input: { main: entry }, plugins: [nodeResolve({ browser: true })] });
  await bundle.write({ dir: output, format: 'esm' });
  return bundle.close();
}

/** @type {Bundle} */
async function vite(entry, output) {
  const { build } = await import('vite');
  await fresh.write(
    'index.html',
    `<script type="module" src="./${path.basename(entry)}"></script>`,
  );
  return build({
    root: fresh.project,
    base: './',
    logLevel: 'error',
    configFile: false,
    build: { outDir: output, modulePreload: { polyfill: false } },
  });
}

/** @type {Bundle} */
async function webpack(entry, output) {
  const { default: pack } = await import('webpack');
  return new Promise((resolve, reject) => {
    const options = /** @type {const} */ ({
      mode: 'production',
      context: fresh.project,
      entry: { main: entry },
      output: { path: output },
      performance: { hints: false },
    });
    pack(options, (error, stats) => {
      if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString('errors-only')));
      else resolve(stats);
    });
  });
}

/** @param {string} folder */
async function readFolder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Object.fromEntries(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const file = path.join(parentPath, name);
        return [`/${path.relative(folder, file)}`, { body: await readFile(file) }];
      }),
    ),
  );
}

for (const [name, bundle, source] of /** @type {[string, Bundle, string][]} */ ([
  ['esbuild', esbuild, 'main.js'],
  ['rollup', rollup, 'main.js'],
  ['Vite', vite, 'main.js'],
  ['webpack', webpack, 'main.js'],
  ['Vite, wasm in a file', vite, 'external.js'],
  ['webpack, wasm in a file', webpack, 'external.js'],
])) {
  test(`${name} bundles it for a page`, async ({ page }) => {
    const output = path.join(fresh.project, `out ${name}`);
    await bundle(path.join(fresh.project, source), output);
    const files = await readFolder(output);
    for (const [file, { body }] of Object.entries(files)) {
      if (file.endsWith('.js')) expect(body.toString()).not.toMatch(/["']node:/);
    }
    const html = files['/index.html']?.body.toString();
    const script = html ? `/${/src="\.\/([^"]+)"/.exec(html)?.[1]}` : '/main.js';
    const { errors, requests } = await openPage(
      page,
      '<asyncio-lesson lesson="6"></asyncio-lesson>',
      { script, files },
    );
    expect(await waitForGlobal(page, 'result')).toBe(PRINTED);
    await expect(page.getByRole('slider', { name: 'Step', exact: true })).toBeVisible();
    expect(requests.some((each) => each.endsWith('.wasm'))).toBe(source === 'external.js');
    expect(errors).toEqual([]);
  });
}
