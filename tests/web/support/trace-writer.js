import { readFileSync } from 'node:fs';
import { parseTraceDef } from '../../../web/trace/parse-trace-def.js';
import { TraceDecoder } from '../../../web/trace/decoder.js';
import { OFFSET, OUTCOMES, RECORD_SIZE, TIMES_OFFSET } from '../../../web/trace/record.js';

const file = new URL('../../../runtime/trace.def', import.meta.url);

/** The kinds of the real trace.def, without a build. */
export const SPECS = parseTraceDef(readFileSync(file, 'utf8'));

/** Writes a trace as the runtime does: records of a fixed size and a stream of strings. */
export class TraceWriter {
  /** @type {Uint8Array[]} */
  #records = [];
  /** @type {Uint8Array[]} */
  #strings = [];
  /** Loop time of the events written from now on. */
  time = 0;
  /** That of the last event. */
  #told = 0;
  /** How many events there are: the last one's sequence number. */
  seq = 0;

  /**
   * @param {string} kind
   * @param {Record<string, any>} [fields] by name; also `cause` (default: the event before), `line`, `time`
   * @returns {number} its sequence number
   */
  emit(kind, fields = {}) {
    const index = SPECS.findIndex((spec) => spec.kind === kind);
    if (index < 0) throw new Error(`${kind} is not in trace.def`);
    const spec = SPECS[index];
    const unknown = Object.keys(fields).find(
      (name) =>
        !['cause', 'line', 'time'].includes(name) && !spec.fields.some((f) => f.name === name),
    );
    if (unknown) throw new Error(`${kind} has no field ${unknown}`);

    const record = new Uint8Array(RECORD_SIZE);
    const view = new DataView(record.buffer);
    const when = spec.fields.find(({ slot }) => slot === 'when');
    this.#writeTimes(fields.time ?? this.time, (when && fields[when.name]) ?? 0);
    view.setUint32(OFFSET.cause, fields.cause === undefined ? this.seq : fields.cause, true);
    view.setUint16(OFFSET.kind, index + 1, true);
    view.setUint16(OFFSET.line, fields.line ?? 0, true);
    for (const { slot, name, type } of spec.fields) {
      const value = fields[name];
      if (value === undefined || value === null || slot === 'when') continue;
      view.setUint32(OFFSET[slot], this.#number(type, value), true);
    }
    this.#records.push(record);
    return ++this.seq;
  }

  /**
   * @param {number} time
   * @param {number} when
   */
  #writeTimes(time, when) {
    if (time === this.#told && when === 0) return;
    this.#told = time;
    const record = new Uint8Array(RECORD_SIZE);
    const view = new DataView(record.buffer);
    view.setFloat64(TIMES_OFFSET.time, time, true);
    view.setFloat64(TIMES_OFFSET.when, when, true);
    this.#records.push(record);
  }

  /**
   * @param {string} type
   * @param {any} value
   */
  #number(type, value) {
    if (type === 'text') return this.#string(value);
    if (type === 'state') return OUTCOMES.indexOf(value) + 1;
    return value;
  }

  /** @param {string} text */
  #string(text) {
    const bytes = new TextEncoder().encode(text);
    const entry = new Uint8Array(4 + bytes.length);
    new DataView(entry.buffer).setUint32(0, bytes.length, true);
    entry.set(bytes, 4);
    this.#strings.push(entry);
    return this.#strings.length;
  }

  records() {
    return new Uint8Array(Buffer.concat(this.#records));
  }

  strings() {
    return new Uint8Array(Buffer.concat(this.#strings));
  }

  events() {
    return new TraceDecoder(SPECS).decode(this.records(), this.strings());
  }
}
