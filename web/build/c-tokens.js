/** C source as tokens, as much as the build needs to know of C. */
import { SourceError } from './source-error.js';

/**
 * @typedef {object} Token
 * @property {'word' | 'literal' | 'punctuator'} kind
 * @property {string} text
 * @property {number} start offset of its first character
 * @property {number} end offset behind its last character
 * @property {number} line 1-based
 */

/** Comments, and preprocessor directives with their continuation lines, are no tokens. */
const LEXEMES = [
  { kind: 'blank', pattern: /(?:\s|\\\r?\n)+/y },
  { kind: 'comment', pattern: /\/\/(?:\\\r?\n|[^\n])*/y },
  { kind: 'comment', pattern: /\/\*[^]*?\*\//y },
  { kind: 'literal', pattern: /(?:u8|[uUL])?"(?:\\[^]|[^"\\\n])*"/y },
  { kind: 'literal', pattern: /[uUL]?'(?:\\[^]|[^'\\\n])+'/y },
  { kind: 'literal', pattern: /\.?\d(?:[eEpP][+-]|[\w.])*/y },
  { kind: 'word', pattern: /[A-Za-z_$][\w$]*/y },
  { kind: 'punctuator', pattern: /->|\+\+|--|[<>=!]=|&&|\|\||[-+*/%&|^~!<>=?:;,.()[\]{}]/y },
];
const DIRECTIVE = /#(?:\\\r?\n|\/\*[^]*?\*\/|[^\n])*/y;

/**
 * @param {string} file as shown in errors
 * @param {string} source
 * @returns {Token[]}
 */
export function tokenize(file, source) {
  /** @type {Token[]} */
  const tokens = [];
  let offset = 0;
  let line = 1;
  let atLineStart = true;
  while (offset < source.length) {
    const { kind, text } = matchLexeme(source, offset, atLineStart) ?? {};
    if (kind === undefined || text === undefined) {
      throw new SourceError(file, line, `this is not C: ${source.slice(offset).split('\n')[0]}`);
    }
    if (kind === 'word' || kind === 'literal' || kind === 'punctuator') {
      tokens.push({ kind, text, start: offset, end: offset + text.length, line });
      atLineStart = false;
    } else if (text.includes('\n')) {
      atLineStart = true;
    }
    line += text.split('\n').length - 1;
    offset += text.length;
  }
  return tokens;
}

/**
 * @param {string} source
 * @param {number} offset
 * @param {boolean} atLineStart
 */
function matchLexeme(source, offset, atLineStart) {
  const candidates = atLineStart
    ? [{ kind: 'directive', pattern: DIRECTIVE }, ...LEXEMES]
    : LEXEMES;
  for (const { kind, pattern } of candidates) {
    pattern.lastIndex = offset;
    const text = pattern.exec(source)?.[0];
    if (text) return { kind, text };
  }
  return undefined;
}
