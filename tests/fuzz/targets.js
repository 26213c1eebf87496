/**
 * What takes anybody's bytes: each gives a result or the error it documents. Whatever else is
 * thrown is a mistake of ours.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { EVENTS } from '../../build/trace-events.js';
import { parseFrontMatter } from '../../web/build/front-matter.js';
import { SourceError } from '../../web/build/source-error.js';
import { toChromeTrace } from '../../web/export/chrome-trace.js';
import { momentToSvg } from '../../web/export/moment-svg.js';
import { SavedRunError, openRun, saveRun } from '../../web/export/saved-run.js';
import { Replay } from '../../web/model/replay.js';
import { why } from '../../web/model/why.js';
import { readLink, writeLink } from '../../web/page/link.js';
import { TraceDecoder, TraceError } from '../../web/trace/decoder.js';
import { RECORD_SIZE } from '../../web/trace/record.js';
import { lessons, lessonsOn, runToEnd } from '../web/support/lessons.js';
import { mutate, mutateRecords } from './mutate.js';

const KEPT = new URL('corpus/', import.meta.url);

/**
 * @typedef {object} Target
 * @property {(bytes: Buffer) => void} run
 * @property {() => Buffer[]} samples   to begin with
 * @property {(inputs: Buffer[], random: import('./mutate.js').Random) => Buffer} [mutate]
 * @property {Function} [error]   what it may throw
 */

const runtime = await lessonsOn();
const histories = ['04-create-task', '06-cancel', '08-shield', '12-event-loop'].map(
  (folder) => runToEnd(runtime, folder).history,
);

/** Records and strings in one: the size of the first, then both. */
const pack = (/** @type {Uint8Array} */ records, /** @type {Uint8Array} */ strings) => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(records.length);
  return Buffer.concat([size, records, strings]);
};

/** @param {Buffer} bytes */
function unpack(bytes) {
  const size = bytes.length < 4 ? 0 : Math.min(bytes.readUInt32LE(), bytes.length - 4);
  const whole = size - (size % RECORD_SIZE); // a piece of a record is refused at once
  return { records: bytes.subarray(4, 4 + whole), strings: bytes.subarray(4 + size) };
}

/** @param {import('../../web/session/history.js').History} history */
function lookAtAll(history) {
  const replay = new Replay(history);
  for (const event of history) why(event, replay);
  momentToSvg(history, history.length, { title: 'fuzz' });
  JSON.parse(toChromeTrace(history, { title: 'fuzz' }));
}

/** @type {Record<string, Target>} */
export const TARGETS = {
  trace: {
    run: (bytes) => {
      const { records, strings } = unpack(bytes);
      new TraceDecoder(EVENTS).decode(records, strings);
    },
    samples: () => histories.map((history) => pack(history.records(), history.strings())),
    error: TraceError,
  },
  'saved-run': {
    run: (bytes) => lookAtAll(openRun(bytes.toString()).history),
    samples: () =>
      histories.map((history) => Buffer.from(saveRun(history, { lesson: '06-cancel' }))),
    error: SavedRunError,
  },
  /** As if somebody had made a file of it who knows the format. */
  'forged-run': {
    run: (bytes) => {
      const { records, strings } = unpack(bytes);
      const forged = { records: () => records, strings: () => strings };
      lookAtAll(openRun(saveRun(forged, { lesson: '06-cancel' })).history);
    },
    mutate: (inputs, random) => {
      const { records, strings } = unpack(inputs[random(inputs.length)] ?? Buffer.alloc(0));
      return pack(mutateRecords(records, random, RECORD_SIZE), strings);
    },
    samples: () => histories.map((history) => pack(history.records(), history.strings())),
    error: SavedRunError,
  },
  link: {
    run: (bytes) => {
      for (const lesson of lessons) {
        const link = readLink(bytes.toString(), lesson);
        if (!link || link.damaged) continue;
        const place = { position: 0, task: null, knobs: {}, ...link.place };
        const again = readLink(writeLink(place), lesson);
        if (again?.damaged) throw new Error(`it cannot read what it writes: ${writeLink(place)}`);
      }
    },
    samples: () =>
      ['#step=37&task=delay&knob.timeout=3', '#knob.delay=3&pinned=1&pinned.delay=5', '#'].map(
        (text) => Buffer.from(text),
      ),
  },
  'front-matter': {
    run: (bytes) => void parseFrontMatter('lesson.md', bytes.toString()),
    samples: () => readdirSync('lessons').map((name) => readFileSync(`lessons/${name}/lesson.md`)),
    error: SourceError,
  },
};

/** @param {string} name @returns {Buffer[]} inputs that once went wrong, or reach far */
export function keptInputs(name) {
  try {
    return readdirSync(new URL(`${name}/`, KEPT)).map((file) =>
      readFileSync(new URL(`${name}/${file}`, KEPT)),
    );
  } catch {
    return []; // none is kept yet
  }
}

/**
 * @param {Target} target
 * @param {Buffer[]} inputs
 * @param {import('./mutate.js').Random} random
 */
export function changeInput(target, inputs, random) {
  return (target.mutate ?? mutate)(inputs, random);
}

/**
 * @param {Target} target
 * @param {Buffer} bytes
 * @throws what a mistake of ours has thrown
 */
export function tryInput({ run, error }, bytes) {
  try {
    run(bytes);
  } catch (thrown) {
    if (!error || !(thrown instanceof error)) throw thrown;
  }
}
