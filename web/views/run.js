/**
 * What the views draw of a whole run, worked out once when it has been made: lanes, marks, named
 * moments. The whole run is known from the start, although it is shown step by step: on the virtual
 * clock a lesson takes milliseconds, and a slider or a timeline of a run needs its end.
 *
 * @typedef {import('../model/state.js').State} State
 * @typedef {import('../model/state.js').Task} Task
 * @typedef {import('../player/stops.js').Events} Events
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 *
 * @typedef {object} Segment a stretch in which a task stays in one state
 * @property {'ready' | 'running' | 'waiting'} state
 * @property {number} from   a position
 * @property {number} to     a position
 * @property {string} text   what it waits on
 * @property {number[]} lines   the lines of lesson.c it runs
 *
 * @typedef {object} Mark
 * @property {'cancel' | 'delivered' | 'timeout' | 'result' | 'exception' | 'cancelled'} kind
 * @property {number} at   a position
 * @property {string} text
 *
 * @typedef {object} Lane
 * @property {number} task
 * @property {Segment[]} segments
 * @property {Mark[]} marks
 *
 * @typedef {{ at: number, text: string }} Moment
 */
import { INITIAL_STATE } from '../model/state.js';
import { Replay } from '../model/replay.js';
import { axisOf } from './axis.js';
import { TaskNames, futureLabel, isTidyUp } from '../model/names.js';

export class Run {
  /** @type {Map<number, Lane>} by task, in order of their creation */
  lanes = new Map();
  /** @type {Moment[]} */
  moments = [];
  /** @type {Map<Mark['kind'], number>} that occur in the lanes, and where they first do */
  marks = new Map();
  /** @type {{ shield: number, inner: number }[]} */
  shields = [];
  /** @type {Map<number, number>} which task a coroutine runs in */
  #taskOfCoroutine = new Map();

  /**
   * @param {Events} events all of them
   * @param {(name: string) => boolean} isOwnCallback of the lesson, not of the library
   */
  constructor(events, isOwnCallback) {
    this.events = events;
    this.isOwnCallback = isOwnCallback;
    this.replay = new Replay(events);
    this.axis = axisOf(events);
    this.names = new TaskNames(events);
    this.callbacks = this.axis.columns.length;
    const builder = new LaneBuilder(this);
    let before = INITIAL_STATE;
    for (let position = 1; position <= events.length; position++) {
      const state = this.replay.stateAt(position);
      const event = /** @type {TraceEvent} */ (events.at(position - 1));
      builder.add(before, state, event);
      const text = momentOf(event, state, this.names, isOwnCallback);
      if (text) this.moments.push({ at: position, text });
      if (event.kind === 'FUTURE_FOLLOWS') this.#noteShield(state, event.future, event.inner);
      before = state;
    }
    builder.finish(events.length);
    this.last = before;
    for (const { id, task } of this.last.coroutines.values()) {
      if (task) this.#taskOfCoroutine.set(id, task);
    }
    this.ownTasks = [...this.last.tasks.values()]
      .filter((task) => !isTidyUp(task.coroutineName))
      .map(({ id }) => id);
  }

  /**
   * @param {State} state
   * @param {number | null} shield
   * @param {number | null} inner
   */
  #noteShield(state, shield, inner) {
    if (!shield || !inner || state.futures.get(shield)?.label !== 'shield') return;
    this.shields.push({ shield, inner });
  }

  /** @param {number} coroutine */
  taskOfCoroutine(coroutine) {
    return this.#taskOfCoroutine.get(coroutine) ?? null;
  }

  /** How many callbacks have begun at that position. @param {number} position */
  callbacksUntil(position) {
    const place = this.axis.placeOf(position);
    let low = 0;
    let high = this.axis.columns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {import('./axis.js').Column} */ (this.axis.columns[middle]).from < place) {
        low = middle + 1;
      } else high = middle;
    }
    return low;
  }
}

class LaneBuilder {
  #run;
  /** @type {Map<number, Segment>} */
  #open = new Map();

  /** @param {Run} run */
  constructor(run) {
    this.#run = run;
  }

  /**
   * @param {State} before
   * @param {State} state
   * @param {TraceEvent} event
   */
  add(before, state, event) {
    for (const id of tasksConcerned(event)) {
      const task = state.tasks.get(id);
      if (task && task !== before.tasks.get(id)) this.#follow(state, task);
    }
    this.#markLine(state, event);
    const mark = markOf(event, state, this.#run.names);
    if (!mark) return;
    this.#lane(mark.task).marks.push(mark.mark);
    const { kind, at } = mark.mark;
    if (!this.#run.marks.has(kind)) this.#run.marks.set(kind, at);
  }

  /** @param {number} position */
  finish(position) {
    for (const segment of this.#open.values()) segment.to = position;
  }

  /** @param {number} task */
  #lane(task) {
    let lane = this.#run.lanes.get(task);
    if (!lane) {
      lane = { task, segments: [], marks: [] };
      this.#run.lanes.set(task, lane);
    }
    return lane;
  }

  /**
   * @param {State} state
   * @param {Task} task
   */
  #follow(state, task) {
    const open = this.#open.get(task.id);
    if (open?.state === task.state) return;
    if (open) open.to = state.seq;
    this.#open.delete(task.id);
    const lane = this.#lane(task.id);
    if (task.state === 'done') return;
    const text = task.waitingOn ? futureLabel(state, this.#run.names, task.waitingOn) : '';
    /** @type {Segment} */
    const segment = { state: task.state, from: state.seq, to: state.seq, text, lines: [] };
    lane.segments.push(segment);
    this.#open.set(task.id, segment);
  }

  /**
   * A running stretch knows its lines.
   *
   * @param {State} state
   * @param {TraceEvent} event
   */
  #markLine(state, event) {
    if (event.kind !== 'LINE' || event.line === null || !state.currentTask) return;
    const open = this.#open.get(state.currentTask);
    if (open?.state !== 'running') return;
    open.lines.push(event.line);
  }
}

/** @param {TraceEvent} event */
function tasksConcerned(event) {
  const ids = new Set();
  if ('task' in event && event.task) ids.add(event.task);
  if ('target' in event && event.target) ids.add(event.target);
  if (event.kind === 'FUTURE_DONE' && event.future) ids.add(event.future);
  return ids;
}

/**
 * @param {TraceEvent} event
 * @param {State} state
 * @param {TaskNames} names
 * @returns {{ task: number, mark: Mark } | undefined}
 */
function markOf(event, state, names) {
  const at = event.seq;
  switch (event.kind) {
    case 'CANCEL_REQUESTED':
      return event.task
        ? { task: event.task, mark: { kind: 'cancel', at, text: 'cancel requested' } }
        : undefined;
    case 'CANCEL_DELIVERED':
      return event.task
        ? { task: event.task, mark: { kind: 'delivered', at, text: 'CancelledError thrown in' } }
        : undefined;
    case 'TIMEOUT_EXPIRED':
      return event.task
        ? { task: event.task, mark: { kind: 'timeout', at, text: 'timeout expired' } }
        : undefined;
    case 'FUTURE_DONE': {
      if (!event.future || !state.tasks.has(event.future)) return undefined;
      const text = `${names.of(event.future)} is done: ${event.state}`;
      return { task: event.future, mark: { kind: event.state, at, text } };
    }
    default:
      return undefined;
  }
}

/**
 * @param {TraceEvent} event
 * @param {State} state
 * @param {TaskNames} names
 * @param {(name: string) => boolean} isOwnCallback
 * @returns {string | undefined}
 */
function momentOf(event, state, names, isOwnCallback) {
  switch (event.kind) {
    case 'CANCEL_REQUESTED':
      return `cancel ${names.of(event.task)}`;
    case 'TIMEOUT_EXPIRED':
      return 'timeout';
    case 'FUTURE_DONE':
      return endOf(event, state, names);
    case 'HANDLE_RUNS':
      return event.name && isOwnCallback(event.name) ? event.name : undefined;
    case 'DEADLOCK':
      return 'deadlock';
    case 'BUDGET_EXCEEDED':
      return 'budget used up';
    default:
      return undefined;
  }
}

/**
 * @param {{ future: number | null, state: string }} done
 * @param {State} state
 * @param {TaskNames} names
 * @returns {string | undefined}
 */
function endOf({ future, state: outcome }, state, names) {
  const task = state.tasks.get(future);
  if (!task) return state.futures.get(future)?.label === 'Future' ? 'future done' : undefined;
  if (isTidyUp(task.coroutineName)) return undefined;
  return `${names.of(task.id)} ${outcome === 'result' ? 'done' : outcome}`;
}
