/**
 * The host's clock without its steps back: should it jump to an earlier time, this one goes on
 * from where it was. Deadlines then stay as far away as they were.
 */
export class SteadyClock {
  #read;
  #last = -Infinity;
  #offset = 0;

  /** @param {() => number} read seconds */
  constructor(read) {
    this.#read = read;
  }

  now() {
    const time = this.#read();
    if (time < this.#last) this.#offset += this.#last - time;
    this.#last = time;
    return time + this.#offset;
  }
}
