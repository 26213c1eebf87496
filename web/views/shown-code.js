/**
 * The lesson's code with the current values of its knobs in place of the defaults.
 *
 * @typedef {import('./lesson-view.js').Lesson} Lesson
 * @typedef {import('./lesson-view.js').Knob} Knob
 * @typedef {import('./lesson-view.js').Values} Values
 * @typedef {{ html: string, mark: string | null, indent: number }} ShownLine
 */
import { changedKnobs } from './knob-values.js';

/**
 * @param {Lesson} lesson
 * @param {Values} values
 * @param {'python' | 'c'} language
 * @returns {ShownLine[]}
 */
export function shownLines(lesson, values, language) {
  const { text, lines } = lesson[language];
  const plain = text.split('\n');
  const changed = changedKnobs(lesson, values);
  return lines.map(({ html, mark }, index) => {
    const indent = /^ */.exec(plain[index] ?? '')?.[0].length ?? 0;
    let shown = html;
    for (const knob of changed) {
      const place = knob[language];
      if (place.line !== index + 1) continue;
      const value = literal(knob, values[knob.name], language);
      shown = replaceInHtml(shown, place, `<mark>${value}</mark>`);
    }
    return { html: breakable(shown), mark, indent };
  });
}

/** A tag or a literal is kept; after a sign a line may wrap. */
const KEPT = /(<span class="tok-literal">[^<]*|<[^>]*>)/;
const SIGN = /(\(|(?<! )\.|-&gt;)(?=(?:<[^>]*>)*[A-Za-z"])/;
const KEPT_OR_SIGN = new RegExp(`${KEPT.source}|${SIGN.source}`, 'g');

/**
 * A long line may wrap after an opening bracket or a dot, but not within a word or a literal.
 *
 * @param {string} html
 */
function breakable(html) {
  return html.replace(KEPT_OR_SIGN, (_, kept, after) =>
    kept ? kept : after === '-&gt;' ? `<span class="arrow">${after}</span><wbr>` : `${after}<wbr>`,
  );
}

/**
 * The file as it is copied.
 *
 * @param {Lesson} lesson
 * @param {Values} values
 * @param {'python' | 'c'} language
 */
export function shownText(lesson, values, language) {
  const lines = lesson[language].text.split('\n');
  for (const knob of changedKnobs(lesson, values)) {
    const { line, start, end } = knob[language];
    const before = lines[line - 1] ?? '';
    const value = literal(knob, values[knob.name], language);
    lines[line - 1] = before.slice(0, start) + value + before.slice(end);
  }
  return lines.join('\n');
}

/**
 * @param {Knob} knob
 * @param {number | boolean | undefined} value
 * @param {'python' | 'c'} language
 */
function literal(knob, value, language) {
  if (knob.type === 'bool') {
    if (language === 'python') return value ? 'True' : 'False';
    return value ? 'true' : 'false';
  }
  return knob.type === 'float' && Number.isInteger(value) ? `${value}.0` : String(value);
}

/**
 * Replaces columns of the text that the HTML shows; a character may be an entity.
 *
 * @param {string} html
 * @param {{ start: number, end: number }} columns
 * @param {string} replacement
 */
function replaceInHtml(html, { start, end }, replacement) {
  let column = 0;
  let result = '';
  for (const [piece] of html.matchAll(/<[^>]*>|&[^;]*;|[\s\S]/g)) {
    if (piece.length > 1 && piece.startsWith('<')) {
      result += piece;
      continue;
    }
    if (column === start) result += replacement;
    if (column < start || column >= end) result += piece;
    column++;
  }
  return result;
}
