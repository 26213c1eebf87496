/** A moment of a run as a picture for slides: plain SVG, with its colours inside. */
import { futureLabel, isTidyUp, TaskNames } from '../model/names.js';
import { Replay } from '../model/replay.js';
import { why } from '../model/why.js';

/**
 * @typedef {import('../model/replay.js').Events} Events
 * @typedef {import('../model/state.js').State} State
 */

const WIDTH = 960;
const ROW = 34;
const LEFT = 24;
const NAME_WIDTH = 220;
const LINES_OF_OUTPUT = 5;
/** Characters of a label: more is outside of the picture. */
const LONGEST = 160;
const FONT = 'system-ui, sans-serif';

/** As on the page: the state by colour, and in words. */
const COLOURS = { ready: '#b45309', running: '#15803d', waiting: '#1d4ed8', done: '#6b7280' };

// eslint-disable-next-line no-control-regex -- XML has none of these, not even escaped
const NO_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;

/** @param {unknown} text */
function escape(text) {
  return String(text)
    .replace(NO_XML, '\ufffd')
    .replace(
      /[&<>"]/g,
      (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '',
    );
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} [more] attributes
 */
function label(x, y, text, more = '') {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `<text x="${x}" y="${y}" ${more}>${escape(shown)}</text>`;
}

/** @param {string} text @param {number} length */
function lines(text, length) {
  const found = [''];
  for (const word of text.split(' ')) {
    if (`${found.at(-1)} ${word}`.length > length && found.at(-1)) found.push(word);
    else found[found.length - 1] = `${found.at(-1)} ${word}`.trim();
  }
  return found;
}

/**
 * @param {State} state
 * @param {TaskNames} names
 */
function taskRows(state, names) {
  const own = [...state.tasks.values()].filter(({ coroutineName }) => !isTidyUp(coroutineName));
  return own.map((task) => {
    const what =
      task.state === 'done'
        ? `done: ${task.outcome}`
        : task.waitingOn
          ? `waiting for ${futureLabel(state, names, task.waitingOn)}`
          : task.state;
    return { name: names.of(task.id) ?? task.name, state: task.state, what };
  });
}

/**
 * @param {Events} events
 * @param {number} position   after that many events
 * @param {{ title?: string }} [options]
 * @returns {string} an SVG document
 */
export function momentToSvg(events, position, { title = '' } = {}) {
  const replay = new Replay(events);
  return draw(replay, position, new TaskNames(events), title);
}

/**
 * The whole run, for slides: a picture each time the loop has called something.
 * @param {Events} events
 * @param {{ title?: string }} [options]
 * @returns {{ name: string, svg: string }[]}
 */
export function runToSvgs(events, { title = '' } = {}) {
  const replay = new Replay(events);
  const names = new TaskNames(events);
  const positions = [];
  for (let index = 0; index < events.length; index++) {
    if (events.at(index)?.kind === 'HANDLE_ENDS') positions.push(index);
  }
  positions.push(events.length);
  const digits = String(positions.length).length;
  return positions.map((position, index) => ({
    name: `${String(index + 1).padStart(digits, '0')}.svg`,
    svg: draw(replay, position, names, title),
  }));
}

/**
 * @param {Replay} replay
 * @param {number} position
 * @param {TaskNames} names
 * @param {string} title
 */
function draw(replay, position, names, title) {
  const state = replay.stateAt(position);
  const event = replay.eventAt(state.seq);
  const words = event ? why(event, replay) : 'Nothing has happened yet.';
  const sentence = lines(words.replaceAll('`', ''), 100);
  const rows = taskRows(state, names);
  const ready = state.ready.map(({ name }) => name);
  const parts = [];
  let y = 40;
  parts.push(label(LEFT, y, title, 'font-size="20" font-weight="600"'));
  parts.push(
    label(
      WIDTH - LEFT,
      y,
      `${state.time} s, step ${state.seq}`,
      'font-size="14" text-anchor="end"',
    ),
  );
  y += 24;
  for (const line of sentence) {
    y += 20;
    parts.push(label(LEFT, y, line, 'font-size="15"'));
  }
  y += 24;
  for (const { name, state: how, what } of rows) {
    const colour = COLOURS[how];
    parts.push(
      `<rect x="${LEFT}" y="${y}" width="${WIDTH - 2 * LEFT}" height="${ROW - 6}" rx="4" fill="${colour}" fill-opacity="0.12"/>`,
      `<rect x="${LEFT}" y="${y}" width="6" height="${ROW - 6}" fill="${colour}"/>`,
      label(LEFT + 16, y + 19, name, 'font-size="14" font-weight="600"'),
      label(LEFT + NAME_WIDTH, y + 19, what, `font-size="14" fill="${colour}"`),
    );
    y += ROW;
  }
  y += 20;
  parts.push(
    label(LEFT, y, `Ready: ${ready.length > 0 ? ready.join(', ') : 'nothing'}`, 'font-size="14"'),
  );
  for (const { text } of state.output.slice(state.output.length - LINES_OF_OUTPUT)) {
    y += 20;
    parts.push(
      label(LEFT, y, text.trimEnd(), 'font-size="13" font-family="ui-monospace, monospace"'),
    );
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 24}" font-family="${FONT}" fill="#111827">` +
    `<rect width="100%" height="100%" fill="#ffffff"/>${parts.join('')}</svg>\n`
  );
}
