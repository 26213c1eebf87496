/**
 * The slider over the run. Screen readers and keys meet a native range of events; the pointer moves
 * along the axis of the timeline, on which an event has its place.
 */
import { h, remember } from './dom.js';
import { formatTime } from '../model/names.js';
import { QUESTION } from './quiz.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').Moment} Moment
 * @typedef {import('./axis.js').Axis} Axis
 */

/** Pixels: ticks closer than this would run their names into each other. */
const ROOM_FOR_A_NAME = 84;
/** Pixels between two ticks: of those that are nearer the first one is drawn. The keys know all. */
const BETWEEN_TICKS = 4;

/** @param {Scene} scene */
export function sliderView(scene) {
  const { run, axis, quiz, position, actions, ui } = scene;
  const style = {
    '--at': String(axis.placeOf(position) / axis.width),
    '--end': String(axis.end / axis.width),
  };
  return h(
    'div',
    { class: 'slider' },
    momentsView(
      run,
      axis,
      quiz.moments,
      scene.masked ? null : (scene.comparison?.difference ?? null),
      scene.masked ? position : Infinity,
      ui.timelineWidth,
      momentAt(quiz.moments, run, position),
      actions.seek,
    ),
    h(
      'div',
      {
        class: 'track',
        onpointerdown: (/** @type {PointerEvent} */ event) => beginDrag(scene, event),
      },
      h('input', {
        type: 'range',
        'aria-label': 'Step',
        min: 0,
        max: scene.length,
        step: 1,
        live: { value: String(position) },
        'aria-valuetext': `Event ${position} of ${scene.length}, ${formatTime(scene.state.time)} seconds`,
        oninput: (/** @type {Event} */ event) =>
          actions.seek(Number(/** @type {HTMLInputElement} */ (event.target).value)),
      }),
      h('span', { class: 'rail', 'aria-hidden': 'true', style }),
      h('span', { class: 'thumb', 'aria-hidden': 'true', style }),
    ),
  );
}

/** @param {Moment[]} moments @param {number | null} difference */
function withDifference(moments, difference) {
  if (difference === null) return moments;
  const others = moments.filter(({ at }) => at !== difference);
  return [...others, { at: difference, text: 'first difference' }].sort((a, b) => a.at - b.at);
}

/**
 * The position, where it is one of those that have a tick.
 *
 * @param {Moment[]} moments
 * @param {Run} run
 * @param {number} position
 */
function momentAt(moments, { events }, position) {
  const isEdge = position === 0 || position === events.length;
  return isEdge || moments.some(({ at }) => at === position) ? position : null;
}

const momentsView = remember(
  (
    /** @type {Run} */ run,
    /** @type {Axis} */ axis,
    /** @type {Moment[]} */ moments,
    /** @type {number | null} */ difference,
    /** @type {number} */ until,
    /** @type {number} */ width,
    /** @type {number | null} */ now,
    /** @type {(position: number) => void} */ seek,
  ) => {
    const share = (/** @type {number} */ at) => axis.placeOf(at) / axis.width;
    const end = run.events.length;
    const all = [
      { at: 0, text: 'Start' },
      ...apart(withDifference(moments, difference), share, BETWEEN_TICKS / width, now).filter(
        ({ at }) => at <= until,
      ),
      { at: end, text: 'End' },
    ];
    return h(
      'div',
      { class: 'moments' },
      named(all, share, ROOM_FOR_A_NAME / width).map(({ at, text, named: isNamed }) =>
        h(
          'button',
          {
            type: 'button',
            key: `${at}`,
            class: 'moment',
            tabindex: -1,
            'data-named': isNamed ? '' : undefined,
            'data-question': text === QUESTION ? '' : undefined,
            'data-now': at === now ? '' : undefined,
            'data-edge': at === 0 ? 'start' : at === end ? 'end' : undefined,
            title: text,
            'aria-label': `Go to: ${text}`,
            style: { '--at': String(share(at)) },
            onclick: () => seek(at),
          },
          h('span', null, text === QUESTION ? '?' : text),
        ),
      ),
    );
  },
);

/**
 * @param {Moment[]} moments
 * @param {(at: number) => number} share
 * @param {number} distance
 * @param {number | null} now   always drawn
 */
function apart(moments, share, distance, now) {
  let last = -Infinity;
  return moments.filter(({ at }) => {
    const isDrawn = share(at) - last >= distance || at === now;
    if (isDrawn) last = share(at);
    return isDrawn;
  });
}

/**
 * Which moments have room for their names: the ends first, then from the left.
 *
 * @param {{ at: number, text: string }[]} moments
 * @param {(at: number) => number} share
 * @param {number} room
 */
function named(moments, share, room) {
  let last = share(moments[0]?.at ?? 0);
  const end = share(moments.at(-1)?.at ?? 0);
  return moments.map((moment, index) => {
    const place = share(moment.at);
    const isEdge = index === 0 || index === moments.length - 1;
    const fits = place - last >= room && end - place >= room;
    if (fits) last = place;
    return { ...moment, named: isEdge || fits };
  });
}

/**
 * @param {Scene} scene
 * @param {PointerEvent} event
 */
function beginDrag(scene, event) {
  if (event.button !== 0) return;
  const track = /** @type {HTMLElement} */ (event.currentTarget);
  const follow = (/** @type {PointerEvent} */ each) => {
    const { left, width } = track.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (each.clientX - left) / width));
    scene.actions.seek(scene.axis.positionAt(share * scene.axis.width));
  };
  event.preventDefault();
  track.querySelector('input')?.focus({ preventScroll: true });
  track.setPointerCapture(event.pointerId);
  track.addEventListener('pointermove', follow);
  track.addEventListener(
    'lostpointercapture',
    () => track.removeEventListener('pointermove', follow),
    { once: true },
  );
  follow(event);
}
