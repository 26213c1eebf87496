/**
 * What an event is, derived from trace.def.
 *
 * @typedef {(typeof import('../../build/trace-events.js').EVENTS)[number]} KnownSpec
 *
 * @typedef {object} CommonFields
 * @property {number} seq     its place in the run, from 1
 * @property {number} time    loop time, seconds
 * @property {number | null} cause   seq of the event that caused it; null: the host
 * @property {number | null} line    of the program's source
 */

/** @typedef {'result' | 'exception' | 'cancelled'} Outcome how a future is done */

/**
 * @template {string} T
 * @typedef {T extends 'text' ? string | null
 *   : T extends 'state' ? Outcome
 *   : T extends 'count' | 'fd' | 'time' ? number
 *   : number | null} FieldValue  ids are numbers; null: none
 */

/**
 * @template {KnownSpec} S
 * @typedef {{ [F in S['fields'][number] as F['name']]: FieldValue<F['type']> }} FieldsOf
 */

/** @typedef {{ [S in KnownSpec as S['kind']]: CommonFields & { kind: S['kind'] } & FieldsOf<S> }} EventsByKind */
/** @typedef {keyof EventsByKind} EventKind */
/** @typedef {EventsByKind[EventKind]} TraceEvent */

export {};
