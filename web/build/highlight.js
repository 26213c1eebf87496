/** Code to HTML at build time: a string for each line, classes only, so that a strict CSP holds. */
import { parser as cParser } from '@lezer/cpp';
import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser as pythonParser } from '@lezer/python';

const PARSERS = { python: pythonParser, c: cParser };

/** Only what the style sheets tell apart: a page has hundreds of these. */
const HIGHLIGHTER = tagHighlighter([
  { tag: tags.keyword, class: 'tok-keyword' },
  { tag: tags.literal, class: 'tok-literal' },
  { tag: tags.comment, class: 'tok-comment' },
  { tag: tags.meta, class: 'tok-meta' },
  { tag: [tags.typeName, tags.definition(tags.variableName)], class: 'tok-name' },
]);

/** @param {string} text */
export function escapeHtml(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * @param {string} code
 * @param {'python' | 'c'} language
 * @returns {string[]}
 */
export function highlightLines(code, language) {
  const lines = [''];
  highlightCode(
    code,
    PARSERS[language].parse(code),
    HIGHLIGHTER,
    (text, classes) => {
      const html = escapeHtml(text);
      lines[lines.length - 1] += classes ? `<span class="${classes}">${html}</span>` : html;
    },
    () => lines.push(''),
  );
  return lines;
}
