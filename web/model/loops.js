/**
 * Several loops may be alive, though one runs at a time. A state shows the queue and the timers of
 * one of them, the one that runs; the others' are kept beside them. While none runs, the one that
 * was last heard of shows.
 *
 * @typedef {import('./state.js').State} State
 * @typedef {import('./state.js').LoopQueue} LoopQueue
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 * @typedef {{ -readonly [K in keyof State]: State[K] }} Draft   a state in the making
 */

/**
 * @param {number} id
 * @returns {LoopQueue}
 */
function newQueue(id) {
  const loop = {
    id,
    running: false,
    stopping: false,
    closed: false,
    turn: 0,
    leftInTurn: 0,
    waitsUntil: null,
    until: null,
    deadlock: null,
  };
  return { loop, ready: [], timers: [] };
}

/**
 * @param {State} state
 * @param {TraceEvent} event
 * @returns {number | null} the loop it is about; null: the one that shows
 */
function loopOf({ otherLoops }, event) {
  if (event.kind === 'LOOP_CREATED' || event.kind === 'LOOP_RUNS') return event.loop;
  if (otherLoops.length === 0) return null; // looking into the event would take longer
  if ('loop' in event) return event.loop;
  if (event.kind !== 'HANDLE_CANCELLED' && event.kind !== 'TIMER_CANCELLED') return null;
  return otherLoops.find((queue) => holds(queue, event.handle))?.loop.id ?? null;
}

/**
 * @param {Pick<LoopQueue, 'ready' | 'timers'>} queue
 * @param {number | null} handle
 */
function holds({ ready, timers }, handle) {
  return ready.some(({ id }) => id === handle) || timers.some(({ id }) => id === handle);
}

/**
 * @param {Draft} state
 * @param {number} id of the loop that shows from here on
 */
function show(state, id) {
  const { loop, ready, timers, otherLoops } = state;
  const shown = otherLoops.find((queue) => queue.loop.id === id) ?? newQueue(id);
  const others = otherLoops.filter((queue) => queue !== shown);
  // Of a closed loop nothing will be heard.
  state.otherLoops = loop && !loop.closed ? [...others, { loop, ready, timers }] : others;
  Object.assign(state, shown);
}

/**
 * Lets an event change the loop that it is about.
 * @param {Draft} state
 * @param {TraceEvent} event
 * @param {(state: Draft, event: TraceEvent) => void} change
 */
export function inItsLoop(state, event, change) {
  const loop = loopOf(state, event);
  const { loop: shown } = state;
  if (loop !== null && loop !== shown?.id) show(state, loop);
  change(state, event);
  if (shown?.running && shown.id !== state.loop?.id) show(state, shown.id);
}

/**
 * @param {State} state
 * @param {number | null} handle
 * @returns {import('./state.js').Timer | undefined} in whichever loop
 */
export function findTimer(state, handle) {
  return [state, ...state.otherLoops]
    .flatMap(({ timers }) => timers)
    .find(({ id }) => id === handle);
}
