/** An exception of the runtime: `name` is its Python name, `message` its text. */
export class AsyncioError extends Error {
  /**
   * @param {string} [message]
   * @param {{ name?: string, bases?: string[], exceptions?: unknown[], cause?: unknown }} [more]
   */
  constructor(message, { name, bases = [], exceptions = [], cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = name ?? 'Exception';
    /** The types it is derived from, nearest first. */
    this.bases = bases;
    /** Of an ExceptionGroup. */
    this.exceptions = exceptions;
  }
}

// A minifier renames classes, and the runtime knows these by their names.

/** Thrown into a coroutine whose task is cancelled. */
export class CancelledError extends AsyncioError {
  /** @override */
  name = 'CancelledError';
}

export class TimeoutError extends AsyncioError {
  /** @override */
  name = 'TimeoutError';
}

/** A future that is done already, or not yet. */
export class InvalidStateError extends AsyncioError {
  /** @override */
  name = 'InvalidStateError';
}

/** Every task waits, and nothing is left to run. */
export class DeadlockError extends AsyncioError {
  /** @override */
  name = 'DeadlockError';
}

const CLASSES = { CancelledError, TimeoutError, InvalidStateError, DeadlockError };

/**
 * @param {string[]} names  its type and the types that one is derived from
 * @param {string} message
 * @param {unknown[]} exceptions
 * @param {unknown} cause
 */
export function makeError(names, message, exceptions, cause) {
  const [name = 'Exception', ...bases] = names;
  const known = Object.entries(CLASSES).find(([type]) => names.includes(type));
  const error = new (known?.[1] ?? AsyncioError)(message, { name, bases, exceptions, cause });
  error.name = name;
  return error;
}
