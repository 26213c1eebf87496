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

/** The errors of a task group, or of one's own. */
export class ExceptionGroup extends AsyncioError {
  /** @override */
  name = 'ExceptionGroup';

  /**
   * @param {string} text
   * @param {unknown[]} exceptions   one at least
   * @param {{ bases?: string[], cause?: unknown }} [more]
   */
  constructor(text, exceptions, more) {
    const count = exceptions.length;
    if (count === 0) {
      throw new RangeError('second argument (exceptions) must be a non-empty sequence');
    }
    super(`${text} (${count} sub-exception${count > 1 ? 's' : ''})`, { ...more, exceptions });
    this.text = text;
  }

  /**
   * As `except*` does.
   * @param {(error: any) => boolean} matches
   * @returns {[ExceptionGroup | null, ExceptionGroup | null]} those that match, and the others; in
   *   groups within it, too. null: there are none
   */
  split(matches) {
    /** @type {[unknown[], unknown[]]} */
    const [match, rest] = [[], []];
    for (const error of this.exceptions) {
      const parts =
        error instanceof ExceptionGroup && !matches(error) ? error.split(matches) : null;
      const [yes, no] = parts ?? (matches(error) ? [error, null] : [null, error]);
      if (yes) match.push(yes);
      if (no) rest.push(no);
    }
    const group = (/** @type {unknown[]} */ errors) =>
      errors.length > 0 ? new ExceptionGroup(this.text, errors) : null;
    return [group(match), group(rest)];
  }
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
  if (names.includes('BaseExceptionGroup')) {
    const text = message.replace(/ \(\d+ sub-exceptions?\)$/, '');
    const group = new ExceptionGroup(text, exceptions, { bases, cause });
    group.name = name;
    return group;
  }
  const known = Object.entries(CLASSES).find(([type]) => names.includes(type));
  const error = new (known?.[1] ?? AsyncioError)(message, { name, bases, exceptions, cause });
  error.name = name;
  return error;
}
