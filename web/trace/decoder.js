import { OFFSET, OUTCOMES, RECORD_SIZE, TIMES, TIMES_OFFSET } from './record.js';

/**
 * @typedef {import('./event.js').TraceEvent} TraceEvent
 * @typedef {import('./parse-trace-def.js').Slot} Slot
 * @typedef {{ slot: Slot, name: string, type: string }} Field
 * @typedef {{ kind: string, fields: readonly Field[] }} Spec
 */

/** The bytes are no trace, or one of another version of trace.def. */
export class TraceError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'TraceError';
  }
}

/** Turns records into events, a piece of the trace at a time. */
export class TraceDecoder {
  /** @type {readonly Spec[]} */
  #specs;
  /** @type {string[]} the n-th string of the trace is at n - 1 */
  #strings = [];
  #utf8 = new TextDecoder();
  #seq = 0;
  #time = 0;
  /** Of the next event. */
  #when = 0;

  /** @param {readonly Spec[]} specs in the order of trace.def */
  constructor(specs) {
    this.#specs = specs;
  }

  /**
   * @param {Uint8Array} records the next whole records
   * @param {Uint8Array} strings the next whole strings
   * @returns {TraceEvent[]}
   * @throws {TraceError}
   */
  decode(records, strings) {
    this.#addStrings(strings);
    if (records.length % RECORD_SIZE !== 0) {
      throw new TraceError(`a trace of ${records.length} bytes ends in the middle of a record`);
    }
    const view = new DataView(records.buffer, records.byteOffset, records.length);
    const events = [];
    for (let at = 0; at < records.length; at += RECORD_SIZE) {
      const kind = view.getUint16(at + OFFSET.kind, true);
      if (kind === TIMES) this.#readTimes(view, at);
      else events.push(this.#event(view, at, kind));
    }
    return events;
  }

  /** @param {Uint8Array} bytes */
  #addStrings(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    while (at < bytes.length) {
      const start = at + 4;
      const end = start <= bytes.length ? start + view.getUint32(at, true) : Infinity;
      if (end > bytes.length) throw new TraceError('the strings of a trace end in the middle');
      this.#strings.push(this.#utf8.decode(bytes.subarray(start, end)));
      at = end;
    }
  }

  /**
   * @param {DataView} view
   * @param {number} at
   */
  #readTimes(view, at) {
    this.#time = view.getFloat64(at + TIMES_OFFSET.time, true);
    this.#when = view.getFloat64(at + TIMES_OFFSET.when, true);
  }

  /**
   * @param {DataView} view
   * @param {number} at
   * @param {number} number of its kind
   * @returns {TraceEvent}
   */
  #event(view, at, number) {
    const spec = this.#specs[number - 1];
    if (!spec)
      throw new TraceError(`event ${this.#seq + 1} is of kind ${number}, which is unknown`);
    /** @type {Record<string, unknown>} */
    const event = {
      seq: ++this.#seq,
      kind: spec.kind,
      time: this.#time,
      cause: view.getUint32(at + OFFSET.cause, true) || null,
      line: view.getUint16(at + OFFSET.line, true) || null,
    };
    for (const { slot, name, type } of spec.fields) {
      event[name] =
        slot === 'when' ? this.#when : this.#value(type, view.getUint32(at + OFFSET[slot], true));
    }
    if (this.#when !== 0) this.#takeWhen(spec);
    return /** @type {TraceEvent} */ (/** @type {unknown} */ (event));
  }

  /** @param {Spec} spec */
  #takeWhen({ kind, fields }) {
    if (!fields.some(({ slot }) => slot === 'when'))
      throw new TraceError(`event ${this.#seq}, ${kind}, takes no time besides its own`);
    this.#when = 0;
  }

  /**
   * @param {string} type
   * @param {number} number
   */
  #value(type, number) {
    switch (type) {
      case 'text':
        return this.#text(number);
      case 'state':
        return OUTCOMES[number - 1] ?? null;
      case 'count':
      case 'fd':
        return number;
      default:
        return number || null;
    }
  }

  /** @param {number} number */
  #text(number) {
    if (number === 0) return null;
    const text = this.#strings[number - 1];
    if (text === undefined) throw new TraceError(`string ${number} is missing from the trace`);
    return text;
  }
}
