/**
 * Who wants to know of what. A listener that throws stops neither the others nor who tells them.
 * @template {Record<string, unknown>} Topics
 */
export class Listeners {
  /** @type {Map<keyof Topics, Set<(news: any) => void>>} */
  #byTopic = new Map();
  #report;

  /**
   * @param {readonly (keyof Topics)[]} topics
   * @param {(error: unknown) => void} report what a listener threw
   */
  constructor(topics, report) {
    for (const topic of topics) this.#byTopic.set(topic, new Set());
    this.#report = report;
  }

  /**
   * @template {keyof Topics} T
   * @param {T} topic
   * @param {(news: Topics[T]) => void} listener
   * @returns {() => void} takes it back
   */
  add(topic, listener) {
    const listeners = this.#byTopic.get(topic);
    if (!listeners) {
      const topics = [...this.#byTopic.keys()].join(', ');
      throw new TypeError(`There is no "${String(topic)}" to listen to; there are ${topics}.`);
    }
    if (typeof listener !== 'function')
      throw new TypeError(
        `A listener to "${String(topic)}" is a function, not ${typeof listener}.`,
      );
    // Its own function, so that a listener added twice is told twice and taken back once.
    const own = (/** @type {Topics[T]} */ news) => listener(news);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  /**
   * @template {keyof Topics} T
   * @param {T} topic
   * @param {Topics[T]} news
   */
  tell(topic, news) {
    for (const listener of [...(this.#byTopic.get(topic) ?? [])]) {
      try {
        listener(news);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
