/**
 * A run in Chrome's trace format, which Perfetto and other viewers of it open: a row for the loop, with
 * what it calls, and one for each task, with the states it is in. Steps take no loop time, so that
 * time here is in events, a millisecond each; the loop's own time is a counter.
 *
 * The format is that of "Trace Event Format"
 * (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU), of which this
 * uses, in an object with `traceEvents`: `X`, a stretch with its length, which nest within a row; `i`
 * with the scope `t`, an instant of its row; `C`, a counter; `M` with `process_name`, `thread_name`
 * and `thread_sort_index`. `ts` and `dur` are in microseconds. No pairs of `B` and `E`: readers differ
 * in what makes a pair.
 */
import { futureLabel, TaskNames } from '../model/names.js';
import { INITIAL_STATE } from '../model/state.js';
import { step } from '../model/step.js';

/**
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 * @typedef {import('../model/replay.js').Events & Iterable<TraceEvent>} WholeRun
 */

const PROCESS = 1;
/** The main thread, which comes first, has the id of its process; Perfetto leaves 0 out as idle. */
const LOOP_ROW = PROCESS;
/** @param {number | null | undefined} task */
const rowOf = (task) => (task ? LOOP_ROW + task : LOOP_ROW);

/** Microseconds an event. */
const EVENT_LENGTH = 1000;

/**
 * @param {WholeRun} events
 * @param {{ title?: string }} [options]
 * @returns {string} JSON
 */
export function toChromeTrace(events, { title = 'asyncio' } = {}) {
  const rows = new Rows(events, title);
  for (const event of events) rows.add(event);
  return JSON.stringify({ displayTimeUnit: 'ms', traceEvents: rows.finish() });
}

class Rows {
  /** @type {object[]} */
  #entries = [];
  /** What is open on a row, the innermost last. @type {Map<number, { name: string, ts: number, args: object }[]>} */
  #open = new Map();
  #names;
  #now = 0;
  #state = INITIAL_STATE;

  /** @param {WholeRun} events @param {string} title */
  constructor(events, title) {
    this.#names = new TaskNames(events);
    this.#describe('process_name', LOOP_ROW, { name: title });
    this.#describe('thread_name', LOOP_ROW, { name: 'loop' });
    this.#describe('thread_sort_index', LOOP_ROW, { sort_index: 0 });
  }

  /** @param {TraceEvent} event */
  add(event) {
    const before = this.#state;
    const state = step(before, event);
    this.#state = state;
    this.#now = event.seq * EVENT_LENGTH;
    if (event.kind === 'TASK_CREATED' && event.task) this.#addRow(event.task, event.name);
    if (event.seq === 1 || state.time !== before.time)
      this.#add('C', LOOP_ROW, { name: 'loop time', args: { seconds: state.time } });
    if (event.kind === 'HANDLE_RUNS') this.#begin(LOOP_ROW, this.#callback(event), { ...event });
    else if (event.kind === 'HANDLE_ENDS') this.#end(LOOP_ROW);
    else {
      const row = rowOf('task' in event ? event.task : state.currentTask);
      this.#add('i', row, { name: nameOf(event), s: 't', args: { ...event } });
    }
    for (const id of tasksIn(event)) this.#follow(id, before, state);
  }

  /** What a run leaves open ends with it. */
  finish() {
    for (const row of this.#open.keys()) while (this.#end(row));
    return this.#entries;
  }

  /** @param {number} task @param {string | null} name   in Python */
  #addRow(task, name) {
    const coroutine = this.#names.of(task);
    this.#describe('thread_name', rowOf(task), { name: `${coroutine} (${name})` });
    this.#describe('thread_sort_index', rowOf(task), { sort_index: task });
  }

  /** @param {Extract<TraceEvent, { kind: 'HANDLE_RUNS' }>} event */
  #callback({ name, target }) {
    const task = this.#names.of(target);
    return (name ?? 'callback') + (task ? ` of ${task}` : '');
  }

  /** @param {number} id @param {typeof INITIAL_STATE} before @param {typeof INITIAL_STATE} state */
  #follow(id, before, state) {
    const task = state.tasks.get(id);
    if (!task || task.state === before.tasks.get(id)?.state) return;
    const row = rowOf(id);
    this.#end(row);
    if (task.state === 'done') return;
    const { waitingOn } = task;
    const what = waitingOn ? ` on ${futureLabel(state, this.#names, waitingOn)}` : '';
    this.#begin(row, task.state + what, { time: state.time, line: task.line });
  }

  /** @param {number} row @param {string} name @param {object} args */
  #begin(row, name, args) {
    const open = this.#open.get(row);
    const stretch = { name, ts: this.#now, args };
    if (open) open.push(stretch);
    else this.#open.set(row, [stretch]);
  }

  /** @param {number} row @returns {boolean} false: nothing is open there */
  #end(row) {
    const stretch = this.#open.get(row)?.pop();
    if (stretch) this.#add('X', row, { ...stretch, dur: this.#now - stretch.ts });
    return stretch !== undefined;
  }

  /** @param {string} ph @param {number} tid @param {object} more */
  #add(ph, tid, more) {
    this.#entries.push({ ph, cat: 'asyncio', pid: PROCESS, tid, ts: this.#now, ...more });
  }

  /** @param {string} name @param {number} tid @param {object} args */
  #describe(name, tid, args) {
    this.#add('M', tid, { name, ts: 0, args });
  }
}

/** @param {TraceEvent} event */
function nameOf(event) {
  if (event.kind === 'LINE') return `line ${event.line}`;
  if (event.kind === 'OUTPUT') return `prints ${event.text?.trimEnd()}`;
  return event.kind.toLowerCase().replaceAll('_', ' ');
}

/** Tasks whose state it may change. @param {TraceEvent} event */
function tasksIn(event) {
  const ids = ['task', 'target', 'future'].map(
    (name) => /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (event))[name],
  );
  return /** @type {Set<number>} */ (new Set(ids.filter(Boolean)));
}
