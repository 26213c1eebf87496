/** Documents of the repository that the pages link to, as pages of the site. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Marked } from 'marked';
import { renderDocument } from '../page/render.js';

/** @type {Record<string, string>} a document, and its page */
const PAGES = {
  'RELIABILITY.md': 'reliability.html',
  'tests/cpython/TABLE.md': 'cpython-tests.html',
};

/**
 * @param {import('./lesson.js').Lesson[]} lessons
 * @param {string} output
 */
export async function writeDocuments(lessons, output) {
  await Promise.all(
    Object.entries(PAGES).map(async ([file, page]) => {
      const markdown = await readFile(file, 'utf8');
      const [, title = file] = /^# (.*)$/m.exec(markdown) ?? [];
      await writeFile(
        path.join(output, page),
        renderDocument(title, toHtml(markdown, path.dirname(file)), lessons),
      );
    }),
  );
}

/**
 * @param {string} markdown
 * @param {string} folder that its links start from
 */
function toHtml(markdown, folder) {
  const marked = new Marked({
    renderer: {
      /** Links to what has no page here are only their words. */
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        const page = PAGES[path.normalize(path.join(folder, href))];
        if (page) return `<a href="./${page}">${words}</a>`;
        return /^https?:/.test(href) ? `<a href="${href}">${words}</a>` : words;
      },
    },
  });
  return marked
    .parse(markdown, { async: false })
    .replaceAll('<table>', '<div class="table"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<th>', '<th scope="col">');
}
