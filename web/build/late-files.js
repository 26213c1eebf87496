/** What exports a run is a script of its own, which is loaded when somebody exports. */
import path from 'node:path';
import { build } from 'esbuild';
import { SHIPPED_SCRIPT } from './shipped-script.js';

const NAME = 'lesson-files.js';

/** @type {import('esbuild').Plugin} */
export const lateFiles = {
  name: 'late-files',
  setup({ onResolve }) {
    onResolve({ filter: /\/export-dialog\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${NAME}`, external: true } : undefined,
    );
  },
};

/** @param {string} output   beside the scripts that load it */
export function bundleLateFiles(output) {
  return build({
    entryPoints: ['web/views/export-dialog.js'],
    outfile: path.join(output, NAME),
    ...SHIPPED_SCRIPT,
  });
}
