export { ModuleError } from '../module/errors.js';

/** There is no lesson of that name or number. */
export class UnknownLesson extends Error {
  /**
   * @param {string} lesson as it was asked for
   * @param {string | null} nearest
   */
  constructor(lesson, nearest) {
    super(`There is no lesson "${lesson}".${nearest ? ` Did you mean ${nearest}?` : ''}`);
    this.name = 'UnknownLesson';
    this.lesson = lesson;
    this.nearest = nearest;
  }
}

/** A knob that the lesson does not have, or a value that it does not take. */
export class KnobError extends Error {
  /**
   * @param {string} knob
   * @param {string} message
   */
  constructor(knob, message) {
    super(message);
    this.name = 'KnobError';
    this.knob = knob;
  }
}

/** The session was closed. */
export class SessionClosed extends Error {
  constructor() {
    super('This session is closed; start a new one.');
    this.name = 'SessionClosed';
  }
}

/** The run came to a bad end: it goes no further, and its history stays. */
export class ProgramFailed extends Error {
  /**
   * @param {'trap' | 'fatal' | 'import' | 'budget'} reason
   * @param {string} message
   * @param {number | null} line of the program's source
   * @param {ErrorOptions} [options]
   */
  constructor(reason, message, line, options) {
    super(message, options);
    this.name = 'ProgramFailed';
    this.reason = reason;
    this.line = line;
  }
}
