/** A run as text, to be kept and opened again without the module. */
import { EVENTS } from '../../build/trace-events.js';
import { History } from '../session/history.js';

const FORMAT = 'asyncio-tour run';
const VERSION = 1;

/** What is in the file is no run, or one of another version. */
export class SavedRunError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
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
  return JSON.stringify({
    format: FORMAT,
    version: VERSION,
    lesson,
    knobs,
    kinds,
    records: toBase64(history.records()),
    strings: toBase64(history.strings()),
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
    history.append({ records: fromBase64(saved.records), strings: fromBase64(saved.strings) });
  } catch {
    throw new SavedRunError('This saved run is damaged.');
  }
  return { lesson: String(saved.lesson), knobs: saved.knobs ?? {}, history };
}
