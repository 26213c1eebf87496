import { IdMap } from './id-map.js';

/**
 * A persistent list that grows at its end: `append` gives a new list, which shares with this one.
 * @template T
 */
export class GrowingList {
  /** @type {IdMap<T>} */
  #items = new IdMap();

  get length() {
    return this.#items.size;
  }

  /**
   * @param {number} index negative: from the end
   * @returns {T | undefined}
   */
  at(index) {
    return this.#items.get(index < 0 ? this.length + index : index);
  }

  /**
   * @param {T} item
   * @returns {GrowingList<T>} this one is unchanged
   */
  append(item) {
    /** @type {GrowingList<T>} */
    const list = new GrowingList();
    list.#items = this.#items.set(this.length, item);
    return list;
  }

  /**
   * @param {number} [start]
   * @param {number} [end]
   * @returns {T[]} for a view that draws only what shows
   */
  slice(start = 0, end = this.length) {
    const items = [];
    const last = Math.min(end, this.length);
    for (let index = Math.max(start, 0); index < last; index++) {
      items.push(/** @type {T} */ (this.at(index)));
    }
    return items;
  }

  /** @returns {Generator<T>} */
  [Symbol.iterator]() {
    return this.#items.values();
  }
}
