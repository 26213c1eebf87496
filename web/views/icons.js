/** The few pictures that stand beside words, as SVG in the colour of their text. */
import { h } from './dom.js';

/** @type {Record<string, string>} */
const PATHS = {
  start: 'M3 2.5v11 M13 3 6.5 8 13 13z',
  end: 'M13 2.5v11 M3 3l6.5 5L3 13z',
  back: 'M13.5 8H3 M7 3.5 2.5 8 7 12.5',
  forward: 'M2.5 8H13 M9 3.5 13.5 8 9 12.5',
  play: 'M4 2.5 13.5 8 4 13.5z',
  pause: 'M5 3v10 M11 3v10',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8 M12 4l-8 8',
  cause: 'M13 12V8a3 3 0 0 0-3-3H3 M6 1.5 2.5 5 6 8.5',
  return: 'M3 12V8a3 3 0 0 1 3-3h7 M10 1.5 13.5 5 10 8.5',
  pin: 'M8 9.5V14 M4.5 9.5h7L10.5 6V2.5h-5V6z',
  differs: 'M3 6h10 M3 10h10 M10.5 2.5l-5 11',
  swap: 'M4.5 2.5v11 M1.5 10.5l3 3 3-3 M11.5 13.5v-11 M8.5 5.5l3-3 3 3',
  flag: 'M4 14V2.5h8L10 5.5l2 3H4',
};
const FILLED = new Set(['start', 'end', 'play']);

/** @param {string} name */
export function icon(name) {
  return h(
    'svg',
    { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    h('path', { d: PATHS[name], class: FILLED.has(name) ? 'filled' : undefined }),
  );
}

/**
 * What is left of a timer, as the filled part of a dial.
 *
 * @param {number} left 0 to 1
 */
export function dial(left) {
  const angle = 2 * Math.PI * Math.min(Math.max(left, 0), 0.9999);
  const x = (10 + 7 * Math.sin(-angle)).toFixed(2);
  const y = (10 - 7 * Math.cos(-angle)).toFixed(2);
  const large = angle > Math.PI ? 1 : 0;
  return h(
    'svg',
    { class: 'dial', viewBox: '0 0 20 20', width: 24, height: 24, 'aria-hidden': 'true' },
    h('circle', { cx: 10, cy: 10, r: 9, class: 'rim' }),
    left > 0 && h('path', { d: `M10 10V3A7 7 0 ${large} 0 ${x} ${y}Z`, class: 'left' }),
  );
}

/** @type {Record<string, string>} what a state is called in a sentence about a task */
export const STATE_WORDS = {
  ready: 'Ready',
  running: 'Running',
  waiting: 'Waiting',
  done: 'Done',
  result: 'Done',
  exception: 'Done: exception',
  cancelled: 'Done: cancelled',
};

/**
 * The one look of each state; it always stands beside a word.
 *
 * @param {string} state a state of a task, or how it ended
 */
export function stateSwatch(state) {
  return h('span', { class: 'swatch', 'data-state': state, 'aria-hidden': 'true' });
}

/** @param {import('../model/state.js').Task} task */
export function lookOf(task) {
  return task.state === 'done' ? (task.outcome ?? 'result') : task.state;
}
