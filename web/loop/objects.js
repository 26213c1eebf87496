/** The runtime's objects, as JavaScript has them: each is the same object every time it is met. */

/** @typedef {import('./loop.js').Loop} Loop */

export class RuntimeObject {
  /**
   * @param {Loop} loop
   * @param {number} slot  where the module keeps it for us
   * @param {number} id    its id in the trace
   */
  constructor(loop, slot, id) {
    this.loop = loop;
    this.slot = slot;
    this.id = id;
  }
}

/** What the loop runs, and a coroutine yields. */
class Yielded extends RuntimeObject {
  /**
   * `await` of an async function would go on at once, with the object in its hands, and nobody would
   * notice. It asks for then().
   * @param {unknown} _
   * @param {(error: TypeError) => void} reject
   */
  then(_, reject) {
    const message =
      'An async function cannot await what the loop runs: make it a generator function (function*) that yields it.';
    reject(new TypeError(message));
  }
}

/** What a coroutine function returns; it begins when it is awaited, or a task is made of it. */
export class Coroutine extends Yielded {
  /** @returns {string} */
  get name() {
    return this.loop.request('coroutine_name', this);
  }

  close() {
    this.loop.request('close', this);
  }
}

/**
 * Pending, then done once: with a result, an exception, or cancelled.
 * @template [T=any]
 */
export class Future extends Yielded {
  /** @returns {boolean} */
  done() {
    return this.loop.request('done', this);
  }

  /** @returns {boolean} */
  cancelled() {
    return this.loop.request('cancelled', this);
  }

  /**
   * @returns {T}
   * @throws {import('./errors.js').CancelledError | import('./errors.js').InvalidStateError} and
   *   the exception it is done with
   */
  result() {
    return this.loop.request('result', this);
  }

  /** @returns {unknown} undefined: there is none */
  exception() {
    return this.loop.request('exception', this);
  }

  /** @param {T} result */
  setResult(result) {
    this.loop.request('set_result', this, result);
  }

  /** @param {unknown} error */
  setException(error) {
    this.loop.requestWithError('set_exception', this, error);
  }

  /**
   * @param {string} [message]
   * @returns {boolean} false: it was done already
   */
  cancel(message) {
    return this.loop.request('cancel', this, message);
  }

  /**
   * Called by the loop, once, when this is done.
   * @param {(future: this) => void} callback
   * @returns {() => void} takes it back
   */
  addDoneCallback(callback) {
    return this.loop.addDoneCallback(this, callback);
  }

  /**
   * For code outside the loop, which has promises.
   * @returns {Promise<T>}
   */
  toPromise() {
    return new Promise((resolve, reject) => {
      this.addDoneCallback(() => {
        try {
          resolve(this.result());
        } catch (error) {
          reject(error);
        }
      });
    });
  }
}

/**
 * A coroutine that the loop runs.
 * @template [T=any]
 * @extends {Future<T>}
 */
export class Task extends Future {
  /** @returns {string} */
  get name() {
    return this.loop.request('get_name', this);
  }

  set name(name) {
    this.loop.request('set_name', this, String(name));
  }

  /** @returns {Coroutine} */
  get coroutine() {
    return this.loop.request('get_coro', this);
  }

  /** @returns {number} requests to cancel it, less those taken back */
  cancelling() {
    return this.loop.request('cancelling', this);
  }

  /** @returns {number} */
  uncancel() {
    return this.loop.request('uncancel', this);
  }
}

/**
 * `async with asyncio.TaskGroup()`: made by loop.taskGroup().
 */
export class TaskGroup extends RuntimeObject {
  /**
   * @param {import('./loop.js').CoroutineLike} coroutine
   * @param {{ name?: string, args?: unknown[] }} [options]
   * @returns {Task}
   */
  createTask(coroutine, options) {
    return this.loop.createTask(coroutine, { ...options, group: this });
  }
}

/** `async with asyncio.timeout()`: made by loop.timeout(). */
export class Timeout extends RuntimeObject {
  /** @returns {number} loop time, seconds; Infinity: never */
  get when() {
    return this.loop.request('timeout_when', this);
  }

  /** @returns {boolean} */
  expired() {
    return this.loop.request('timeout_expired', this);
  }

  /** @param {number | null} when   loop time, seconds; null: never */
  reschedule(when) {
    this.loop.request('reschedule', this, when ?? Infinity);
  }
}

/** A call that the loop is going to make. */
export class Handle extends RuntimeObject {
  cancel() {
    this.loop.request('cancel_handle', this);
  }

  /** @returns {boolean} */
  cancelled() {
    return this.loop.request('handle_cancelled', this);
  }

  /** @returns {number | undefined} loop time, seconds; undefined: of callSoon() */
  get when() {
    return this.loop.request('handle_when', this);
  }
}
