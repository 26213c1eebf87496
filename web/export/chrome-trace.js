/**
 * A run in Chrome's trace format, which Perfetto and chrome://tracing open: a row for the loop and
 * one for each task. Steps take no loop time, so that time here is in events, a millisecond each;
 * the loop's own time is among the arguments.
 *
 * The format is that of "Trace Event Format"
 * (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU), of which this
 * uses, in an object with `traceEvents`: pairs of `B` and `E`, which nest within a row; `i` with the
 * scope `t`, an instant of its row; `M` with `process_name` and `thread_name`. `ts` is in microseconds.
 */

/** @typedef {import('../trace/event.js').TraceEvent} TraceEvent */

const PROCESS = 1;
/** The main thread, which comes first, has the id of its process; Perfetto leaves 0 out as idle. */
const LOOP_ROW = PROCESS;
/** @param {number | null} task */
const rowOf = (task) => (task ? LOOP_ROW + task : LOOP_ROW);

/** Microseconds an event. */
const EVENT_LENGTH = 1000;

/**
 * @param {Iterable<TraceEvent>} events
 * @param {{ title?: string }} [options]
 * @returns {string} JSON
 */
export function toChromeTrace(events, { title = 'asyncio' } = {}) {
  const rows = new Rows();
  for (const event of events) rows.add(event);
  return JSON.stringify({
    displayTimeUnit: 'ms',
    traceEvents: [
      { ph: 'M', name: 'process_name', pid: PROCESS, tid: LOOP_ROW, args: { name: title } },
      ...rows.finish(),
    ],
  });
}

class Rows {
  /** @type {object[]} */
  #entries = [
    { ph: 'M', name: 'thread_name', pid: PROCESS, tid: LOOP_ROW, args: { name: 'loop' } },
  ];
  /** What is open on a row, so that what a run leaves open is closed. @type {Map<number, number>} */
  #open = new Map();
  #last = 0;

  /** @param {TraceEvent} event */
  add(event) {
    this.#last = event.seq * EVENT_LENGTH;
    const args = { ...event };
    switch (event.kind) {
      case 'TASK_CREATED':
        this.#entries.push({
          ph: 'M',
          name: 'thread_name',
          pid: PROCESS,
          tid: rowOf(event.task),
          args: { name: event.name },
        });
        this.#instant(rowOf(event.task), 'created', args);
        break;
      case 'HANDLE_RUNS':
        this.#begin(LOOP_ROW, event.name ?? 'callback', args);
        break;
      case 'HANDLE_ENDS':
        this.#end(LOOP_ROW);
        break;
      case 'STEP_BEGINS':
        this.#begin(rowOf(event.task), 'step', args);
        break;
      case 'STEP_ENDS':
        this.#end(rowOf(event.task));
        break;
      case 'LOOP_WAITS':
        this.#instant(LOOP_ROW, 'waits', args);
        break;
      default:
        this.#instant(
          rowOf('task' in event ? event.task : null),
          event.kind.toLowerCase().replaceAll('_', ' '),
          args,
        );
    }
  }

  finish() {
    for (const [row, depth] of this.#open) {
      for (let i = 0; i < depth; i++) this.#entries.push(this.#entry('E', row, {}));
    }
    this.#open.clear();
    return this.#entries;
  }

  /** @param {string} ph @param {number} tid @param {object} more */
  #entry(ph, tid, more) {
    return { ph, pid: PROCESS, tid, ts: this.#last, ...more };
  }

  /** @param {number} row @param {string} name @param {object} args */
  #begin(row, name, args) {
    this.#open.set(row, (this.#open.get(row) ?? 0) + 1);
    this.#entries.push(this.#entry('B', row, { name, args }));
  }

  /** @param {number} row */
  #end(row) {
    const depth = this.#open.get(row) ?? 0;
    if (depth === 0) return;
    this.#open.set(row, depth - 1);
    this.#entries.push(this.#entry('E', row, {}));
  }

  /** @param {number} row @param {string} name @param {object} args */
  #instant(row, name, args) {
    this.#entries.push(this.#entry('i', row, { name, s: 't', args }));
  }
}
