import { isTidyUp, TaskNames } from '../model/names.js';
import { Replay } from '../model/replay.js';
import { columnsOf } from './timeline-columns.js';

/**
 * Draws a run as text: a lane for each task, a cell for each call of the loop, and between two
 * instants as many cells as the time that passes takes.
 *
 * @typedef {import('./timeline-columns.js').Column} Column
 * @typedef {import('./timeline-columns.js').Mark} Mark
 * @typedef {import('../model/state.js').Task} Task
 * @typedef {import('../model/state.js').Output} Output
 * @typedef {'running' | 'ready' | 'waiting' | Mark} Sign
 * @typedef {Column & { width: number }} DrawnColumn
 */

/** In the order of the legend. @type {{ sign: Sign, unicode: string, ascii: string, word: string }[]} */
const SIGNS = [
  { sign: 'running', unicode: '█', ascii: '#', word: 'running' },
  { sign: 'ready', unicode: '▒', ascii: '=', word: 'ready' },
  { sign: 'waiting', unicode: '─', ascii: '-', word: 'waiting' },
  { sign: 'timeout', unicode: 'T', ascii: 'T', word: 'timeout' },
  { sign: 'cancel', unicode: 'C', ascii: 'C', word: 'cancel() called' },
  { sign: 'result', unicode: '✓', ascii: '*', word: 'done' },
  { sign: 'exception', unicode: '!', ascii: '!', word: 'raised' },
  { sign: 'cancelled', unicode: '✗', ascii: 'x', word: 'cancelled' },
];

/** Cells of a terminal, if it has as many. */
const WIDTH = 80;
const NARROWEST = 40;
const LONGEST_LABEL = 20;
const [NARROWEST_WAIT, USUAL_WAIT] = [2, 10];

/** @param {number} seconds */
const timeLabel = (seconds) => `${Number(seconds.toFixed(3))} s`;

/** @param {string} label */
const shortened = (label) =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 2)}..` : label;

/**
 * A wait is as wide as its part of all waits.
 * @param {Column[]} columns
 * @param {number} width of the terminal
 * @returns {DrawnColumn[]}
 */
function withWidths(columns, width) {
  const waits = columns.filter(({ seconds }) => seconds > 0);
  const total = waits.reduce((sum, { seconds }) => sum + seconds, 0);
  const left = width - columns.length;
  const share = Math.min(Math.max(left, NARROWEST_WAIT * waits.length), USUAL_WAIT * waits.length);
  return columns.map((column) => {
    if (column.seconds === 0) return { ...column, width: 1 };
    const part = Math.floor((column.seconds / total) * share);
    return { ...column, width: Math.max(part, NARROWEST_WAIT) };
  });
}

/**
 * What does not fit beside each other goes below each other.
 * @param {DrawnColumn[]} columns
 * @param {number} width
 * @returns {DrawnColumn[][]}
 */
function inBands(columns, width) {
  /** @type {DrawnColumn[][]} */
  const bands = [[]];
  let used = 0;
  for (const column of columns) {
    if (used + column.width > width) {
      bands.push([]);
      used = 0;
    }
    bands.at(-1)?.push(column);
    used += column.width;
  }
  return bands;
}

/**
 * @param {Task} task
 * @param {DrawnColumn} column
 * @param {Mark | undefined} ended how it has ended just before this column
 * @returns {(Sign | null)[]} a sign for each cell
 */
function cellsOf({ id }, column, ended) {
  const task = column.state.tasks.get(id);
  /** @type {Sign | null} */
  let sign = null;
  if (task && column.ran === id) sign = 'running';
  else if (task?.state === 'ready' || task?.state === 'waiting') sign = task.state;
  const cells = new Array(column.width).fill(sign);
  const mark = column.marks.get(id);
  if (ended) cells[0] = ended;
  else if (mark === 'cancel' || mark === 'timeout') cells[0] = mark;
  return cells;
}

/**
 * Where the time is another, it is written above, if there is room.
 * @param {DrawnColumn[]} columns
 * @param {number} start
 * @param {number} width
 */
function timeRule(columns, start, width) {
  let rule = '';
  let at = 0;
  let written = NaN;
  for (const column of columns) {
    const label = timeLabel(column.begins - start);
    const fits = (at === 0 || rule.length < at) && at + label.length <= width;
    if (!column.waits && label !== timeLabel(written) && fits) {
      rule = rule.padEnd(at) + label;
      written = column.begins - start;
    }
    at += column.width;
  }
  return rule;
}

/**
 * @param {DrawnColumn[]} columns
 * @param {Task} task
 * @returns {(Sign | null)[]}
 */
function laneOf(columns, task) {
  /** @type {(Sign | null)[]} */
  const cells = [];
  /** @type {Mark | undefined} */
  let ended;
  for (const column of columns) {
    cells.push(...cellsOf(task, column, ended));
    const mark = column.marks.get(task.id);
    ended = mark === 'cancel' || mark === 'timeout' ? undefined : mark;
  }
  return cells;
}

/**
 * @param {import('../model/replay.js').Events} events
 * @param {{ unicode: boolean, columns?: number }} options
 * @returns {string}
 */
export function drawTimeline(events, { unicode, columns: cells = WIDTH }) {
  const width = Math.max(NARROWEST, Math.min(cells, WIDTH));
  const replay = new Replay(events);
  const last = replay.stateAt(replay.end);
  const names = new TaskNames(events);
  const tasks = [...last.tasks.values()].filter(({ coroutineName }) => !isTidyUp(coroutineName));
  if (tasks.length === 0) return 'No task ran.\n';
  const start = events.at(0)?.time ?? 0;
  const lines = [];

  const labels = tasks.map(({ id }) => shortened(names.of(id) ?? ''));
  const margin = Math.max(...labels.map((label) => label.length)) + 2;
  const columns = withWidths(shownColumns(columnsOf(events, replay), tasks), width - margin);
  const lanes = tasks.map((task) => laneOf(columns, task));
  const used = new Set(lanes.flat());
  const letters = new Map(SIGNS.map((each) => [each.sign, unicode ? each.unicode : each.ascii]));

  let from = 0;
  for (const band of inBands(columns, width - margin)) {
    const to = from + band.reduce((sum, column) => sum + column.width, 0);
    lines.push(' '.repeat(margin) + timeRule(band, start, width - margin));
    for (const [index, lane] of lanes.entries()) {
      const cells = lane.slice(from, to).map((sign) => (sign ? letters.get(sign) : ' '));
      const text = cells.join('').trimEnd();
      if (text) lines.push(labels[index].padEnd(margin) + text);
    }
    lines.push('');
    from = to;
  }
  const legend = SIGNS.filter(({ sign }) => used.has(sign));
  lines.push(legend.map(({ sign, word }) => `${letters.get(sign)} ${word}`).join('   '));
  lines.push('A cell is a call of the loop; a wait is drawn to scale.', '');
  lines.push(...outputLines([...last.output], names, start));
  return `${lines.join('\n')}\n`;
}

/**
 * asyncio.run() goes on a little after the program's last task, which is not shown.
 * @param {Column[]} columns
 * @param {Task[]} tasks
 */
function shownColumns(columns, tasks) {
  const end = columns.findLastIndex(({ ran, marks }) =>
    tasks.some(({ id }) => ran === id || marks.has(id)),
  );
  return columns.slice(0, end + 2);
}

/**
 * @param {Output[]} output
 * @param {TaskNames} names
 * @param {number} start
 */
function outputLines(output, names, start) {
  const rows = output.map(({ text, time, task }) => ({
    time: timeLabel(time - start),
    who: names.of(task) ?? '',
    lines: text.replace(/\n$/, '').split('\n'),
  }));
  const widest = (/** @type {'time' | 'who'} */ key) =>
    Math.max(0, ...rows.map((row) => row[key].length));
  const [times, whos] = [widest('time'), widest('who')];
  return rows.flatMap(({ time, who, lines }) =>
    lines.map((line, index) => {
      const margin = index === 0 ? `${time.padStart(times)}  ${who.padEnd(whos)}` : '';
      return `${margin.padEnd(times + 2 + whos)}  ${line}`;
    }),
  );
}
