/** The module, or its list of lessons, cannot be had, or is none of this project's. */
export class ModuleError extends Error {
  /**
   * @param {'fetch' | 'policy' | 'compile' | 'mismatch' | 'memory'} reason it did not come; the page's
   *   Content Security Policy forbids it; it is no module; it is another kind of module, or not that
   *   of these lessons; there is no memory left for it
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(reason, message, options) {
    super(message, options);
    this.name = 'ModuleError';
    this.reason = reason;
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
