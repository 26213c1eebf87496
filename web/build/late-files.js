/** What exports a run is a script of its own, which is loaded when somebody exports. */
import path from 'node:path';
import { build } from 'esbuild';
import { SHIPPED_SCRIPT } from './shipped-script.js';

const NAME = 'lesson-files.js';
const CLASSIC_NAME = 'lesson-files.global.js';

/** @type {import('esbuild').Plugin} */
export const lateFiles = {
  name: 'late-files',
  setup({ onResolve }) {
    onResolve({ filter: /\/export-dialog\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${NAME}`, external: true } : undefined,
    );
  },
};

/** Of a classic script: it loads another one. @type {import('esbuild').Plugin} */
export const lateClassicFiles = {
  name: 'late-classic-files',
  setup({ onResolve }) {
    const own = path.resolve('web/element/classic-dialog.js');
    onResolve({ filter: /\/load-dialog\.js$/ }, () => ({ path: own }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const LATE_FILES = { ...SHIPPED_SCRIPT, entryPoints: ['web/views/export-dialog.js'] };

/** @param {string} output   beside the scripts that load it */
export function bundleLateFiles(output) {
  return build({ ...LATE_FILES, outfile: path.join(output, NAME) });
}

/** @param {string} output   beside the script that loads it */
export function bundleLateClassicFiles(output) {
  return build({
    ...LATE_FILES,
    outfile: path.join(output, CLASSIC_NAME),
    format: 'iife',
    globalName: 'asyncioTourFiles',
  });
}
