/**
 * A host whose time passes when the test says so.
 */
export class FakeHost {
  /** Seconds. */
  time = 100;
  /** @type {unknown[]} what listeners threw */
  reported = [];
  /** @type {number[]} delays that were asked for, ms */
  delays = [];
  /** @type {{ at: number, callback: () => void }[]} */
  #timers = [];
  /** @type {(() => void)[]} */
  #soon = [];

  now = () => this.time;

  /**
   * @param {number} ms
   * @param {() => void} callback
   */
  after = (ms, callback) => {
    const timer = { at: this.time + ms / 1000, callback };
    this.delays.push(ms);
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** @param {() => void} callback */
  soon = (callback) => {
    this.#soon.push(callback);
  };

  /** @param {unknown} error */
  report = (error) => {
    this.reported.push(error);
  };

  get timers() {
    return this.#timers.length;
  }

  /** Lets everything run that waits for no time. */
  settle() {
    for (let callback = this.#soon.shift(); callback; callback = this.#soon.shift()) callback();
  }

  /** Calls the callbacks of one yield. */
  turn() {
    for (const callback of this.#soon.splice(0)) callback();
  }

  /**
   * Time passes; each timer that is due is called, as late as `late` says.
   * @param {number} seconds
   * @param {number} [late]
   */
  pass(seconds, late = 0) {
    const end = this.time + seconds;
    this.settle();
    for (let timer = this.#nextDue(end); timer; timer = this.#nextDue(end)) {
      this.time = Math.max(this.time, timer.at) + late;
      timer.callback();
      this.settle();
    }
    this.time = Math.max(this.time, end);
  }

  /** The next timer is called now, before its time. */
  fireEarly() {
    const timer = this.#timers.shift();
    timer?.callback();
    this.settle();
  }

  /** @param {number} end */
  #nextDue(end) {
    const [first] = this.#timers.toSorted((a, b) => a.at - b.at);
    if (!first || first.at > end) return undefined;
    this.#timers = this.#timers.filter((timer) => timer !== first);
    return first;
  }
}
