/** Markdown to HTML at build time. */
import { Marked } from 'marked';
import { escapeHtml, highlightLines } from './highlight.js';

/** @type {Record<string, 'python' | 'c'>} */
const LANGUAGES = { python: 'python', py: 'python', c: 'c' };

const marked = new Marked({
  renderer: {
    code({ text, lang }) {
      const language = LANGUAGES[lang ?? ''];
      const html = language ? highlightLines(text, language).join('\n') : escapeHtml(text);
      return `<pre><code>${html}\n</code></pre>\n`;
    },
  },
});

/** @param {string} markdown */
export function renderProse(markdown) {
  return marked.parse(markdown, { async: false });
}
