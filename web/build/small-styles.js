/** The views' style sheets are strings in scripts, which esbuild leaves as they are: this minifies them. */
import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/** @type {import('esbuild').Plugin} */
export const smallStyles = {
  name: 'small-styles',
  setup({ onLoad }) {
    onLoad({ filter: /web\/views\/styles\/\w+\.js$/ }, async ({ path: file }) => {
      const script = await readFile(file, 'utf8');
      const sheet = /css`([^`]*)`/.exec(script)?.[1];
      if (!sheet || /[\\$]/.test(sheet)) return { contents: script };
      const { code } = await transform(sheet, { loader: 'css', minify: true });
      return { contents: script.replace(sheet, () => code) };
    });
  },
};
