/** Milliseconds. Browsers refuse a page that changes its URL hundreds of times a minute. */
const DELAY = 300;

/**
 * Work that is not worth doing at each step: it is done when no other has come for a while, and when
 * the page is left.
 */
export class Later {
  /** @type {(() => void) | null} */
  #work = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    // The next page may read before this one is hidden; a page that is put away only hides.
    for (const event of ['beforeunload', 'pagehide']) addEventListener(event, () => this.#now());
  }

  /** In place of what still waits. @param {() => void} work */
  do = (work) => {
    clearTimeout(this.#timer);
    this.#work = work;
    this.#timer = setTimeout(() => this.#now(), DELAY);
  };

  #now() {
    clearTimeout(this.#timer);
    this.#work?.();
    this.#work = null;
  }
}
