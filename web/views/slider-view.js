/**
 * The slider over the run. Screen readers and keys meet a native range of events; the pointer moves
 * along the axis of the timeline, on which an event has its place.
 */
import { h } from './dom.js';
import { formatTime } from '../model/names.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

/** Ticks closer than this, as a share of the width, would run their names into each other. */
const ROOM_FOR_A_NAME = 0.13;

/** @param {Scene} scene */
export function sliderView(scene) {
  const { run, position, actions } = scene;
  const share = (/** @type {number} */ at) => run.axis.placeOf(at) / run.axis.width;
  const moments = [
    { at: 0, text: 'Start' },
    ...(scene.masked ? [] : run.moments),
    { at: scene.length, text: 'End' },
  ];
  return h(
    'div',
    { class: 'slider', style: { '--at': String(share(position)) } },
    h(
      'div',
      { class: 'moments' },
      named(moments, share).map(({ at, text, named: isNamed }) =>
        h(
          'button',
          {
            type: 'button',
            key: `${at}`,
            class: 'moment',
            tabindex: -1,
            'data-named': isNamed ? '' : undefined,
            'data-now': at === position ? '' : undefined,
            'data-edge': at === 0 ? 'start' : at === scene.length ? 'end' : undefined,
            title: text,
            'aria-label': `Go to: ${text}`,
            style: { '--at': String(share(at)) },
            onclick: () => actions.seek(at),
          },
          h('span', null, text),
        ),
      ),
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
      h('span', { class: 'rail', 'aria-hidden': 'true' }),
      h('span', { class: 'thumb', 'aria-hidden': 'true' }),
    ),
  );
}

/**
 * Which moments have room for their names: the ends first, then from the left.
 *
 * @param {{ at: number, text: string }[]} moments
 * @param {(at: number) => number} share
 */
function named(moments, share) {
  let last = share(moments[0]?.at ?? 0);
  const end = share(moments.at(-1)?.at ?? 0);
  return moments.map((moment, index) => {
    const place = share(moment.at);
    const isEdge = index === 0 || index === moments.length - 1;
    const fits = place - last >= ROOM_FOR_A_NAME && end - place >= ROOM_FOR_A_NAME;
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
    scene.actions.seek(scene.run.axis.positionAt(share * scene.run.axis.width));
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
