/** A run as text, to be kept and opened again without the module. */
import { EVENTS } from '../../build/trace-events.js';
import { History } from '../session/history.js';
import { checkKnob, findKnob } from '../session/knobs.js';
import { crc32 } from './zip.js';

const FORMAT = 'asyncio-tour run';
const VERSION = 2;

/** What is in the file is no run, or one of another version. */
export class SavedRunError extends Error {
  /** @param {string} message @param {unknown} [cause] */
  constructor(message, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SavedRunError';
  }
}

/**
 * @typedef {object} SavedRun
 * @property {string} lesson
 * @property {Record<string, number | boolean>} knobs
 * @property {History} history
 */

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @param {string} text */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** What tells trace formats apart: another list of events reads the same bytes otherwise. */
const kinds = EVENTS.map(({ kind }) => kind).join(' ');

/**
 * @param {Pick<History, 'records' | 'strings'>} history
 * @param {{ lesson: string, knobs?: Record<string, number | boolean> }} about
 * @returns {string} JSON
 */
export function saveRun(history, { lesson, knobs = {} }) {
  const [records, strings] = [history.records(), history.strings()];
  return JSON.stringify({
    format: FORMAT,
    version: VERSION,
    lesson,
    knobs,
    kinds,
    records: toBase64(records),
    strings: toBase64(strings),
    check: [crc32(records), crc32(strings)],
  });
}

/**
 * @param {string} text
 * @returns {SavedRun}
 * @throws {SavedRunError}
 */
export function openRun(text) {
  let saved;
  try {
    saved = JSON.parse(text);
  } catch {
    throw new SavedRunError('This is no saved run: it is not JSON.');
  }
  if (saved?.format !== FORMAT)
    throw new SavedRunError('This is no saved run of the asyncio tour.');
  if (saved.version !== VERSION || saved.kinds !== kinds)
    throw new SavedRunError('This run was saved by another version of the asyncio tour.');
  const history = new History(EVENTS);
  try {
    const [records, strings] = [fromBase64(saved.records), fromBase64(saved.strings)];
    if (crc32(records) !== saved.check[0] || crc32(strings) !== saved.check[1])
      throw new Error('its checksum is another');
    history.append({ records, strings });
  } catch (error) {
    throw damagedRun(error);
  }
  return { lesson: String(saved.lesson), knobs: saved.knobs ?? {}, history };
}

/** @param {unknown} cause */
export function damagedRun(cause) {
  return new SavedRunError('This saved run is damaged.', cause);
}

/**
 * @param {{ folder: string, knobs: import('../session/knobs.js').Knob[] }} lesson
 * @param {string} text
 * @throws {SavedRunError} it is no run of this lesson
 */
export function openRunOf({ folder, knobs }, text) {
  const { lesson, knobs: saved, history } = openRun(text);
  if (lesson !== folder)
    throw new SavedRunError(`This is a run of ${lesson.slice(0, 80)}: open it in that lesson.`);
  /** @type {Record<string, number | boolean>} */
  const values = Object.fromEntries(knobs.map((knob) => [knob.name, knob.default]));
  try {
    for (const [name, value] of Object.entries(saved))
      values[name] = checkKnob(findKnob(knobs, name), value);
  } catch (error) {
    const what = /** @type {Error} */ (error).message;
    throw new SavedRunError(`This saved run does not fit the lesson. ${what}`, error);
  }
  return { values, history };
}
