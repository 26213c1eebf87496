/** Code to HTML at build time: a string for each line, classes only, so that a strict CSP holds. */
import { parser as cParser } from '@lezer/cpp';
import { classHighlighter, highlightCode } from '@lezer/highlight';
import { parser as pythonParser } from '@lezer/python';

const PARSERS = { python: pythonParser, c: cParser };

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
    classHighlighter,
    (text, classes) => {
      const html = escapeHtml(text);
      lines[lines.length - 1] += classes ? `<span class="${classes}">${html}</span>` : html;
    },
    () => lines.push(''),
  );
  return lines;
}
