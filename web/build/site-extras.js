/** What the site has beside its pages: the lesson for iframes and other sites, and offline use. */
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { lateFiles } from './late-files.js';
import { builtModules } from './package.js';
import { smallStyles } from './small-styles.js';

const ELEMENT = 'web/element';

const EMBED_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>asyncio tour</title>
<link rel="stylesheet" href="./embed.css">
<script type="module" src="./embed.js"></script>
</head>
<body></body>
</html>
`;

/**
 * @param {{ module: string, output: string }} options `module` without .wasm and .json
 */
export async function buildEmbedPage({ module, output }) {
  const plugins = [smallStyles, lateFiles, builtModules(`${module}.wasm`, `${module}.json`)];
  await Promise.all([
    build({
      entryPoints: { embed: path.join(ELEMENT, 'frame.js') },
      outdir: output,
      bundle: true,
      format: 'esm',
      target: 'es2022',
      splitting: true,
      minify: true,
      chunkNames: 'embed-[hash]',
      logLevel: 'warning',
      plugins,
    }),
    writeFile(path.join(output, 'embed.html'), EMBED_PAGE),
    copyFile(path.join(ELEMENT, 'embed.css'), path.join(output, 'embed.css')),
  ]);
}

/** A lesson has what the contents leave of the window. */
const SINGLE_FILE_STYLE =
  'asyncio-lesson { block-size: calc(100dvh - 3rem); min-block-size: 40rem; }';

/**
 * The whole tutorial as one file, which opens from a disk.
 * @param {{ module: string, site: string, file: string }} options
 */
export async function buildSingleFile({ module, site, file }) {
  const { outputFiles } = await build({
    entryPoints: ['web/page/single-page.js'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
    plugins: [smallStyles, builtModules(`${module}.wasm`, `${module}.json`)],
  });
  const script = outputFiles[0]?.text ?? '';
  const style = await readFile(path.join(site, 'style.css'), 'utf8');
  const index = await readFile(path.join(site, 'index.html'), 'utf8');
  const page = index
    .replace(/<link rel="icon"[^>]*>/, '')
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}${SINGLE_FILE_STYLE}</style>`)
    .replace(/<script[^>]*src=[^>]*><\/script>/g, '')
    .replace(/<footer[^]*<\/footer>/, '')
    .replaceAll('href="./index.html"', 'href="#"')
    .replace(/href="\.\/([\w-]+)\.html"/g, 'href="#$1"')
    .replace('</body>', () => `<script>${script}</script>\n</body>`);
  await writeFile(file, page);
}

/** After everything else: it lists what is there. @param {string} output */
export async function buildServiceWorker(output) {
  const all = await readdir(output, { recursive: true, withFileTypes: true });
  const files = all
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => path.relative(output, path.join(entry.parentPath, entry.name)))
    .filter((name) => name !== 'service-worker.js')
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(await readFile(path.join(output, file)));
  const site = { version: hash.digest('hex').slice(0, 16), files: files.map((file) => `./${file}`) };
  const script = await readFile(path.join(ELEMENT, 'service-worker.js'), 'utf8');
  await writeFile(
    path.join(output, 'service-worker.js'),
    `self.SITE = ${JSON.stringify(site)};\n${script}`,
  );
}
