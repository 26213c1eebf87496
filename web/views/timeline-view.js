/**
 * A lane for each task: running, ready but waiting its turn, suspended; marks for cancel, timeout
 * and end; and the same as a table.
 */
import { totalLine } from './compare-view.js';
import { h, remember } from './dom.js';
import { lookOf, STATE_WORDS } from './icons.js';
import { rowsOf } from './rows.js';
import { table } from './table.js';
import { formatDuration, formatTime } from '../model/names.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./axis.js').Axis} Axis
 * @typedef {import('./run.js').Lane} Lane
 * @typedef {import('./run.js').Segment} Segment
 * @typedef {import('./run.js').Mark} Mark
 */

/** Pixels that a label takes for each of its characters. */
const CHARACTER = 7;
const MARK_WIDTH = 17;
/** Pixels: what is narrower is not told apart. */
const SMALLEST = 4;
/** Pixels between the numbers of callbacks. */
const BETWEEN_NUMBERS = 6;

/** @type {Record<Mark['kind'], string>} */
export const MARK_SIGN = {
  cancel: '⊣',
  delivered: '↯',
  timeout: '◷',
  result: '✓',
  exception: '!',
  cancelled: '⊘',
};

/** @param {Scene} scene */
export function timelineView(scene) {
  return h(
    'section',
    { class: 'timeline', 'aria-label': 'Timeline', 'data-masked': scene.masked ? '' : undefined },
    scene.ui.tables.includes('timeline') ? [asTable(scene), momentsTable(scene)] : lanes(scene),
  );
}

/** @param {Scene} scene */
function lanes(scene) {
  const { axis, position, atEnd, comparison, ui } = scene;
  const { first, groups } = rowsOf(scene);
  const share = axis.placeOf(position) / axis.width;
  return h(
    'div',
    {
      class: 'lanes',
      'aria-hidden': 'true',
      onclick: (/** @type {MouseEvent} */ event) => goTo(scene, event),
    },
    instants(axis, ui.timelineWidth),
    h(
      'div',
      { class: 'lane-list', style: { '--first': String(first) } },
      groups.map((group) => [
        group.heading !== null &&
          totalLine(group.scene.axis, group.scene.run, group.key, comparison?.difference ?? null),
        group.tasks.map((id) => {
          const lane = group.scene.run.lanes.get(id);
          return lane && laneView(group.scene, lane, group.key);
        }),
      ]),
    ),
    // Once the run has ended, what the pinned one did after that may be seen, too.
    h('div', { class: 'veil', style: { '--now': String(atEnd ? 1 : share) } }),
    h('div', { class: 'cursor', style: { '--now': String(share) } }),
  );
}

const instants = remember((/** @type {Axis} */ axis, /** @type {number} */ width) =>
  h(
    'div',
    { class: 'instants' },
    drawable(axis.instants, width / axis.width).map((instant) =>
      h('span', { class: 'instant', style: span(axis, instant) }),
    ),
  ),
);

/**
 * @param {Scene} scene
 * @param {Lane} lane
 * @param {string} group
 */
function laneView({ axis, run, state, position, masked, ui, lineInShownCode }, lane, group) {
  const task = state.tasks.get(lane.task);
  return h(
    'div',
    {
      key: `${group} ${lane.task}`,
      class: 'lane',
      'data-run': group,
      'data-name': task || !masked ? run.names.of(lane.task) : '?',
      'data-task': lane.task,
      'data-selected': ui.selected === lane.task ? '' : undefined,
      'data-state': task ? lookOf(task) : 'not-yet',
    },
    laneStrip(lane, axis, masked ? position : Infinity, ui.timelineWidth, lineInShownCode),
  );
}

/**
 * What a lane shows is the same at each step: the veil lies over what has not happened. Only while
 * that is masked, it is not there at all.
 */
const laneStrip = remember(
  (
    /** @type {Lane} */ { segments, marks },
    /** @type {Axis} */ axis,
    /** @type {number} */ until,
    /** @type {number} */ width,
    /** @type {Scene['lineInShownCode']} */ lineInShownCode,
  ) => {
    const pixels = width / axis.width;
    const stretches = segments
      .filter(({ from }) => from <= until)
      .map((segment) => ({
        segment,
        from: axis.placeOf(segment.from),
        to: axis.placeOf(segment.to),
      }));
    const shownMarks = marks.filter((mark) => mark.at <= until);
    return h(
      'div',
      { class: 'strip' },
      drawable(stretches, pixels).map((stretch, index) => {
        const { segment, from, to } = stretch;
        const text = labelOf(segment, lineInShownCode);
        const fits = (to - from) * pixels > text.length * CHARACTER + 4;
        return h(
          'span',
          {
            key: `s${index}`,
            class: 'segment',
            'data-state': segment.state,
            title: text,
            style: span(axis, stretch),
          },
          fits && h('span', { class: 'segment-text' }, text),
        );
      }),
      spaced(shownMarks, axis, pixels).map(({ mark, place }, index) =>
        h(
          'span',
          {
            key: `m${index}`,
            class: 'mark',
            'data-kind': mark.kind,
            title: mark.text,
            style: { 'inset-inline-start': axis.percent(place) },
          },
          MARK_SIGN[mark.kind],
        ),
      ),
    );
  },
);

/**
 * Those that can be told apart: of several within a few pixels the first one stands for all.
 *
 * @template {{ from: number, to: number }} T
 * @param {readonly T[]} stretches from left to right
 * @param {number} pixels a unit
 */
function drawable(stretches, pixels) {
  let last = -Infinity;
  return stretches.filter(({ from, to }) => {
    const isDrawn = (from - last) * pixels >= SMALLEST || (to - from) * pixels >= SMALLEST;
    if (isDrawn) last = from;
    return isDrawn;
  });
}

/**
 * Marks of one instant stand side by side.
 *
 * @param {Mark[]} marks
 * @param {Axis} axis
 * @param {number} pixels a unit of the axis
 */
function spaced(marks, axis, pixels) {
  let last = -Infinity;
  return marks.map((mark) => {
    const isEnd = mark.kind === 'result' || mark.kind === 'exception' || mark.kind === 'cancelled';
    const own = axis.placeOf(mark.at);
    if (isEnd) return { mark, place: own };
    last = Math.max(own, last + MARK_WIDTH / pixels);
    return { mark, place: last };
  });
}

/**
 * @param {Segment} segment
 * @param {Scene['lineInShownCode']} lineInShownCode
 */
function labelOf({ state, text, lines }, lineInShownCode) {
  if (state === 'waiting') return `on ${text}`;
  if (state === 'ready' || lines.length === 0) return '';
  const shown = lines.map(lineInShownCode);
  const [first, last] = [Math.min(...shown), Math.max(...shown)];
  return first === last ? `${first}` : `${first}–${last}`;
}

/** The two rows below the lanes. @param {Scene} scene */
export function axisView({ run, axis, position, ui, masked }) {
  const now = axis.columns[run.callbacksUntil(position) - 1];
  return h(
    'div',
    { class: 'axis', 'aria-hidden': 'true', 'data-masked': masked ? '' : undefined },
    h(
      'div',
      { class: 'axis-callbacks' },
      ticks(axis, ui.timelineWidth),
      now &&
        h(
          'span',
          {
            class: 'tick',
            'data-now': '',
            style: at((now.from + now.to) / 2 / axis.width),
          },
          now.number,
        ),
    ),
    times(axis, ui.timelineWidth),
    masked &&
      h('div', {
        class: 'veil',
        key: 'veil',
        style: { '--now': String(axis.placeOf(position) / axis.width) },
      }),
  );
}

const ticks = remember((/** @type {Axis} */ axis, /** @type {number} */ width) => {
  const pixels = width / axis.width;
  let free = 0;
  const numbered = axis.columns.filter(({ number, from, to }) => {
    const needed = String(number).length * CHARACTER;
    const begin = ((from + to) / 2) * pixels - needed / 2;
    if (begin < free) return false;
    free = begin + needed + BETWEEN_NUMBERS;
    return true;
  });
  return h(
    'div',
    { class: 'ticks' },
    numbered.map(({ number, from, to }) =>
      h('span', { key: number, class: 'tick', style: at((from + to) / 2 / axis.width) }, number),
    ),
  );
});

const times = remember((/** @type {Axis} */ axis, /** @type {number} */ width) => {
  const pixels = width / axis.width;
  return h(
    'div',
    { class: 'axis-times' },
    drawable(axis.instants, pixels).map((instant, index) => {
      const { from, to, time } = instant;
      const text = `${formatTime(time)} s`;
      const fits = (to - from) * pixels > text.length * CHARACTER - 6;
      return h(
        'span',
        {
          key: `i${index}`,
          class: 'time',
          title: text,
          style: span(axis, instant),
        },
        fits && h('b', null, text),
      );
    }),
    drawable(axis.gaps, pixels).map((gap, index) => {
      const { from, to, seconds, blocked } = gap;
      const words = blocked ? 'blocked' : 'asleep';
      const long = `${words} ${formatDuration(seconds)}`;
      const short = formatDuration(seconds);
      const room = (to - from) * pixels;
      const text =
        room > long.length * CHARACTER ? long : room > short.length * CHARACTER ? short : '';
      return h(
        'span',
        {
          key: `g${index}`,
          class: 'time',
          'data-gap': blocked ? 'blocked' : 'asleep',
          title: long,
          style: span(axis, gap),
        },
        text,
      );
    }),
  );
});

/** @param {Scene} scene */
function asTable(scene) {
  const { groups } = rowsOf(scene);
  return h(
    'table',
    { class: 'as-table timeline-table' },
    h('caption', { class: 'visually-hidden' }, 'Timeline: the states of each task until now'),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        ['Task', 'State', 'From', 'To', 'Event'].map((text) =>
          h('th', { scope: 'col', key: text }, text),
        ),
      ),
    ),
    groups.map((group) =>
      h(
        'tbody',
        { key: group.key },
        group.heading !== null &&
          h(
            'tr',
            { key: 'heading' },
            h('th', { colspan: 5, scope: 'rowgroup', class: 'run-name' }, group.heading),
          ),
        group.tasks.flatMap((id) => taskAsRows(scene, group, id)),
      ),
    ),
  );
}

/** What the slider's ticks are. @param {Scene} scene */
function momentsTable({ run, masked, position, actions }) {
  return (
    !masked &&
    table(
      'Named moments of the run',
      ['Moment', 'Loop time', 'Event'],
      run.moments.map(({ at, text }) => ({
        key: at,
        cells: [
          at === position ? h('b', null, `${text}, now`) : text,
          `${formatTime(run.events.at(at - 1)?.time ?? 0)} s`,
          h(
            'button',
            { type: 'button', class: 'quiet', onclick: () => actions.seek(at) },
            `event ${at}`,
          ),
        ],
      })),
    )
  );
}

/**
 * @param {Scene} scene
 * @param {import('./rows.js').Group} group
 * @param {number} id of a task
 */
function taskAsRows({ actions, axis }, { key, scene: { run, position, axis: own } }, id) {
  const lane = run.lanes.get(id);
  if (!lane) return [];
  const time = (/** @type {number} */ at) => formatTime(run.events.at(at - 1)?.time ?? 0);
  const parts = [
    ...lane.segments.map(({ state, from, to, text }) => ({
      at: from,
      words: text ? `${STATE_WORDS[state]} on ${text}` : STATE_WORDS[state],
      until: to <= position ? `${time(to)} s` : 'now',
    })),
    ...lane.marks.map(({ at, text }) => ({ at, words: text, until: '' })),
  ];
  return parts
    .filter(({ at }) => at <= position)
    .sort((a, b) => a.at - b.at)
    .map(({ at, words, until }) =>
      h(
        'tr',
        { key: `${id} ${at} ${words}` },
        h('th', { scope: 'row' }, run.names.of(id)),
        h('td', null, words),
        h('td', null, `${time(at)} s`),
        h('td', null, until),
        h(
          'td',
          null,
          h(
            'button',
            {
              type: 'button',
              class: 'quiet',
              // In a pinned run: to that moment in the run on screen.
              onclick: () => actions.seek(key === 'this' ? at : axis.positionAt(own.placeOf(at))),
            },
            `event ${at}`,
          ),
        ),
      ),
    );
}

/** @param {number} share */
function at(share) {
  return { '--at': share.toFixed(5) };
}

/**
 * There are hundreds of these: no custom property, which the browser would have to work out for each.
 *
 * @param {Axis} axis
 * @param {{ from: number, to: number }} stretch
 */
function span(axis, { from, to }) {
  return { 'inset-inline-start': axis.percent(from), 'inline-size': axis.percent(to - from) };
}

/**
 * @param {Scene} scene
 * @param {MouseEvent} event
 */
function goTo({ axis, actions }, event) {
  const { left, width } = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  const position = axis.positionAt(((event.clientX - left) / width) * axis.width);
  const lane = /** @type {HTMLElement} */ (event.target).closest('.lane[data-run=this]');
  const task = Number(lane?.getAttribute('data-task'));
  if (task) actions.lookAt(task, position);
  else actions.seek(position);
}
