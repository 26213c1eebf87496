/** The module cannot be had, or is none of this project's. */
export class ModuleError extends Error {
  /**
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = 'ModuleError';
  }
}

/** The program in a module came to a bad end; the instance is unusable. */
export class ProgramFault extends Error {
  /**
   * @param {'trap' | 'fatal' | 'import'} reason a fault of the machine; the runtime gave up; the
   *   program needs a system call that there is none of
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(reason, message, options) {
    super(message, options);
    this.name = 'ProgramFault';
    this.reason = reason;
  }
}
