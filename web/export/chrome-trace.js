/**
 * A run in Chrome's trace format, which Perfetto and chrome://tracing open: a row for the loop and
 * one for each task. Steps take no loop time, so that time here is in events, a millisecond each;
 * the loop's own time is among the arguments.
 */

/** @typedef {import('../trace/event.js').TraceEvent} TraceEvent */

const PROCESS = 1;
const LOOP_ROW = 0;
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
          tid: event.task,
          args: { name: event.name },
        });
        this.#instant(event.task ?? LOOP_ROW, 'created', args);
        break;
      case 'HANDLE_RUNS':
        this.#begin(LOOP_ROW, event.name ?? 'callback', args);
        break;
      case 'HANDLE_ENDS':
        this.#end(LOOP_ROW);
        break;
      case 'STEP_BEGINS':
        this.#begin(event.task ?? LOOP_ROW, 'step', args);
        break;
      case 'STEP_ENDS':
        this.#end(event.task ?? LOOP_ROW);
        break;
      case 'LOOP_WAITS':
        this.#instant(LOOP_ROW, 'waits', args);
        break;
      default:
        this.#instant(
          'task' in event && event.task ? event.task : LOOP_ROW,
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
