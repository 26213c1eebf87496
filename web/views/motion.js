/**
 * Motion that explains: a call moves up in the ready queue, a cancel goes along what a task waits
 * for and stops at a shield's wall. Animations leave nothing in the DOM, which stays a function of
 * the step alone.
 *
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 * @typedef {Map<Element, DOMRect>} Places
 */

/** Milliseconds. */
const SLIDE = 260;
const CANCEL_STEP = 420;
/** Pixels from which a new call comes in. */
const ENTRANCE = 24;

/** Where the calls in the queue stand, before the next step is drawn. @param {ShadowRoot} root */
export function queuePlaces(root) {
  /** @type {Places} */
  const places = new Map();
  for (const item of root.querySelectorAll('.queue > li:not(.empty, .more)')) {
    places.set(item, item.getBoundingClientRect());
  }
  return places;
}

/**
 * @param {ShadowRoot} root
 * @param {Places} before
 * @param {TraceEvent | undefined} event that is shown now
 */
export function explain(root, before, event) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  slideQueue(root, before);
  if (event?.kind === 'CANCEL_REQUESTED') sendCancel(root);
  if (event?.kind === 'FUTURE_DONE' && event.state === 'cancelled') shakeWall(root);
}

/**
 * @param {ShadowRoot} root
 * @param {Places} before
 */
function slideQueue(root, before) {
  const after = queuePlaces(root);
  for (const [item, { left }] of after) {
    const was = before.get(item);
    const distance = was ? was.left - left : ENTRANCE;
    if (distance) slide(item, distance, was ? 1 : 0);
  }
  const [front] = [...before].find(([item]) => !after.has(item)) ?? [];
  const running = root.querySelector('.running-slot .card[data-state=running]');
  const from = front && before.get(front);
  if (from && running) slide(running, from.left - running.getBoundingClientRect().left, 1);
}

/**
 * @param {Element} element
 * @param {number} distance pixels
 * @param {number} opacity at first
 */
function slide(element, distance, opacity) {
  element.animate(
    [
      { translate: `${distance}px`, opacity },
      { translate: 'none', opacity: 1 },
    ],
    {
      duration: SLIDE,
      easing: 'ease-out',
    },
  );
}

/** @param {ShadowRoot} root */
function sendCancel(root) {
  const arrow = root.querySelector('.cancel-arrow');
  const chain = arrow?.closest('li')?.querySelectorAll('.token, .wall') ?? [];
  if (!arrow) return;
  const { left, top, height } = arrow.getBoundingClientRect();
  /** @type {Keyframe[]} */
  const frames = [{ translate: 'none' }];
  for (const stop of chain) {
    const place = stop.getBoundingClientRect();
    const isWall = stop.matches('.wall');
    const x = (isWall ? place.left : place.right + 6) - left;
    const y = place.top - top - (isWall ? height : 0);
    frames.push({ translate: `${x}px ${y}px` });
    if (isWall) break;
  }
  arrow.animate(frames, { duration: CANCEL_STEP * chain.length, easing: 'ease-in-out' });
}

/** @param {ShadowRoot} root */
function shakeWall(root) {
  root
    .querySelector('.wall[data-hit] .bricks')
    ?.animate([{ translate: 'none' }, { translate: '0 3px' }, { translate: 'none' }], SLIDE);
}
