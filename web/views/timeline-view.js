/**
 * A lane for each task: running, ready but waiting its turn, suspended; marks for cancel, timeout
 * and end; and the same as a table.
 */
import { h } from './dom.js';
import { lookOf, STATE_WORDS } from './icons.js';
import { formatDuration, formatTime } from '../model/names.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./run.js').Lane} Lane
 * @typedef {import('./run.js').Segment} Segment
 * @typedef {import('./run.js').Mark} Mark
 */

/** Pixels that a label takes for each of its characters. */
const CHARACTER = 7;
const MARK_WIDTH = 17;
/** Number of callbacks below which each column can carry its number, in pixels a column. */
const ROOM_FOR_A_NUMBER = 16;

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
    scene.ui.timelineAsTable ? asTable(scene) : lanes(scene),
  );
}

/** @param {Scene} scene */
function lanes(scene) {
  const { run, rows, position } = scene;
  const share = shareOf(scene);
  return h(
    'div',
    {
      class: 'lanes',
      'aria-hidden': 'true',
      style: { '--now': String(share(position)) },
      onclick: (/** @type {MouseEvent} */ event) => goTo(scene, event),
    },
    h(
      'div',
      { class: 'instants' },
      run.axis.instants.map(({ from, to, time }) =>
        h('span', {
          key: time,
          class: 'instant',
          style: span(from / run.axis.width, to / run.axis.width),
        }),
      ),
    ),
    h(
      'div',
      { class: 'lane-list' },
      rows.tasks.map((id) => {
        const lane = run.lanes.get(id);
        return lane && laneView(scene, lane);
      }),
    ),
    h('div', { class: 'veil' }),
    h('div', { class: 'cursor' }),
  );
}

/**
 * @param {Scene} scene
 * @param {Lane} lane
 */
function laneView(scene, lane) {
  const share = shareOf(scene);
  const task = scene.state.tasks.get(lane.task);
  return h(
    'div',
    {
      key: lane.task,
      class: 'lane',
      'data-task': lane.task,
      'data-selected': scene.ui.selected === lane.task ? '' : undefined,
      'data-state': task ? lookOf(task) : 'not-yet',
    },
    lane.segments.map((segment) => segmentView(scene, segment)),
    spaced(lane.marks, share, scene.ui.timelineWidth).map(({ mark, place }) =>
      h(
        'span',
        {
          key: `m${mark.at}${mark.kind}`,
          class: 'mark',
          'data-kind': mark.kind,
          title: mark.text,
          style: { '--from': place.toFixed(5) },
        },
        MARK_SIGN[mark.kind],
      ),
    ),
  );
}

/**
 * Marks of one instant stand side by side.
 *
 * @param {Mark[]} marks
 * @param {(position: number) => number} share
 * @param {number} width pixels
 */
function spaced(marks, share, width) {
  let last = -Infinity;
  return marks.map((mark) => {
    const isEnd = mark.kind === 'result' || mark.kind === 'exception' || mark.kind === 'cancelled';
    if (isEnd) return { mark, place: share(mark.at) };
    last = Math.max(share(mark.at), last + MARK_WIDTH / width);
    return { mark, place: last };
  });
}

/**
 * @param {Scene} scene
 * @param {Segment} segment
 */
function segmentView(scene, segment) {
  const share = shareOf(scene);
  const [from, to] = [share(segment.from), share(segment.to)];
  const text = labelOf(scene, segment);
  const fits = (to - from) * scene.ui.timelineWidth > text.length * CHARACTER + 4;
  return h(
    'span',
    {
      key: segment.from,
      class: 'segment',
      'data-state': segment.state,
      title: text,
      style: span(from, to),
    },
    fits && h('span', { class: 'segment-text' }, text),
  );
}

/**
 * @param {Scene} scene
 * @param {Segment} segment
 */
function labelOf({ lineInShownCode }, { state, text, lines }) {
  if (state === 'waiting') return `on ${text}`;
  if (state === 'ready' || lines.length === 0) return '';
  const shown = lines.map(lineInShownCode);
  const [first, last] = [Math.min(...shown), Math.max(...shown)];
  return first === last ? `${first}` : `${first}–${last}`;
}

/** The two rows below the lanes. @param {Scene} scene */
export function axisView(scene) {
  const { run, position } = scene;
  const { axis } = run;
  const pixels = scene.ui.timelineWidth / axis.width;
  const every = Math.max(1, Math.ceil(ROOM_FOR_A_NUMBER / pixels));
  const now = run.callbacksUntil(position);
  return h(
    'div',
    { class: 'axis', 'aria-hidden': 'true' },
    h(
      'div',
      { class: 'axis-callbacks' },
      axis.columns
        .filter(({ number }) => number % every === 0 || every === 1 || number === now)
        .map(({ number, from, to }) =>
          h(
            'span',
            {
              key: number,
              class: 'tick',
              'data-now': number === now ? '' : undefined,
              style: span(from / axis.width, to / axis.width),
            },
            number,
          ),
        ),
    ),
    h(
      'div',
      { class: 'axis-times' },
      axis.instants.map(({ from, to, time }) => {
        const text = `${formatTime(time)} s`;
        const fits = (to - from) * pixels > text.length * CHARACTER - 6;
        return h(
          'span',
          {
            key: `i${time}`,
            class: 'time',
            title: text,
            style: span(from / axis.width, to / axis.width),
          },
          fits && h('b', null, text),
        );
      }),
      axis.gaps.map(({ from, to, seconds, blocked }) => {
        const words = blocked ? 'blocked' : 'asleep';
        const long = `${words} ${formatDuration(seconds)}`;
        const short = formatDuration(seconds);
        const room = (to - from) * pixels;
        const text =
          room > long.length * CHARACTER ? long : room > short.length * CHARACTER ? short : '';
        return h(
          'span',
          {
            key: `g${from}`,
            class: 'time',
            'data-gap': blocked ? 'blocked' : 'asleep',
            title: long,
            style: span(from / axis.width, to / axis.width),
          },
          text,
        );
      }),
    ),
  );
}

/** @param {Scene} scene */
function asTable(scene) {
  const { run, rows, events } = scene;
  const time = (/** @type {number} */ at) => formatTime(events.at(at - 1)?.time ?? 0);
  return h(
    'table',
    { class: 'timeline-table' },
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
    h(
      'tbody',
      null,
      rows.tasks.flatMap((id) => {
        const lane = run.lanes.get(id);
        if (!lane) return [];
        const parts = [
          ...lane.segments.map(({ state, from, to, text }) => ({
            at: from,
            words: text ? `${STATE_WORDS[state]} on ${text}` : STATE_WORDS[state],
            until: to <= scene.position ? `${time(to)} s` : 'now',
          })),
          ...lane.marks.map(({ at, text }) => ({ at, words: text, until: '' })),
        ];
        return parts
          .filter(({ at }) => at <= scene.position)
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
                  { type: 'button', class: 'quiet', onclick: () => scene.actions.seek(at) },
                  `event ${at}`,
                ),
              ),
            ),
          );
      }),
    ),
  );
}

/** @param {Scene} scene */
function shareOf({ run }) {
  return (/** @type {number} */ position) => run.axis.placeOf(position) / run.axis.width;
}

/**
 * @param {number} from
 * @param {number} to
 */
function span(from, to) {
  return { '--from': from.toFixed(5), '--to': to.toFixed(5) };
}

/**
 * @param {Scene} scene
 * @param {MouseEvent} event
 */
function goTo({ run, actions }, event) {
  const { left, width } = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  const position = run.axis.positionAt(((event.clientX - left) / width) * run.axis.width);
  const lane = /** @type {HTMLElement} */ (event.target).closest('.lane');
  const task = Number(lane?.getAttribute('data-task'));
  if (task) actions.lookAt(task, position);
  else actions.seek(position);
}
