import { TraceDecoder } from '../trace/decoder.js';

/**
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 * @typedef {{ records: Uint8Array, strings: Uint8Array }} TracePiece
 */

/**
 * @param {Uint8Array[]} pieces
 * @returns {Uint8Array}
 */
function concatenate(pieces) {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Every event of a run so far. */
export class History {
  #decoder;
  /** @type {TraceEvent[]} */
  #events = [];
  /** @type {TracePiece[]} */
  #pieces = [];

  /** @param {ConstructorParameters<typeof TraceDecoder>[0]} specs */
  constructor(specs) {
    this.#decoder = new TraceDecoder(specs);
  }

  /** @param {TracePiece} piece of the trace, the one that follows; it is copied */
  append({ records, strings }) {
    if (records.length === 0 && strings.length === 0) return;
    this.#pieces.push({ records: records.slice(), strings: strings.slice() });
    for (const event of this.#decoder.decode(records, strings)) this.#events.push(event);
  }

  get length() {
    return this.#events.length;
  }

  /**
   * @param {number} index from 0; the event's seq is one more
   * @returns {TraceEvent | undefined}
   */
  at(index) {
    return this.#events[index];
  }

  /**
   * @param {number} [start]
   * @param {number} [end]
   */
  slice(start, end) {
    return this.#events.slice(start, end);
  }

  [Symbol.iterator]() {
    return this.#events[Symbol.iterator]();
  }

  /** The trace as the runtime wrote it: what is compared when two runs are the same. */
  records() {
    return concatenate(this.#pieces.map(({ records }) => records));
  }

  strings() {
    return concatenate(this.#pieces.map(({ strings }) => strings));
  }
}
