/**
 * A persistent map from ids (small non-negative integers) to values: `set` gives a new map and
 * shares all but a few nodes with the old one, so that a state of the fold costs little more than
 * what changed. A trie of 32 branches; ids are given out in order, so iteration is by age.
 */

const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

/** @typedef {any[]} Node  holey: an absent branch or value is undefined */

/**
 * @param {Node | undefined} node
 * @param {number} shift
 * @param {number} id
 * @param {unknown} value
 * @returns {Node}
 */
function withValue(node, shift, id, value) {
  const copy = node ? node.slice() : [];
  const branch = (id >>> shift) & MASK;
  copy[branch] = shift === 0 ? value : withValue(copy[branch], shift - BITS, id, value);
  return copy;
}

/**
 * @param {Node} node
 * @param {number} shift
 * @param {number} prefix
 * @returns {Generator<[number, any]>}
 */
function* entriesBelow(node, shift, prefix) {
  for (let branch = 0; branch < node.length; branch++) {
    const child = node[branch];
    if (child === undefined) continue;
    const id = prefix + branch * 2 ** shift;
    if (shift === 0) yield [id, child];
    else yield* entriesBelow(child, shift - BITS, id);
  }
}

/**
 * Reads like a Map.
 * @template V
 */
export class IdMap {
  /** @type {Node} */
  #root = [];
  #shift = 0;
  #size = 0;

  get size() {
    return this.#size;
  }

  /**
   * @param {number | null | undefined} id
   * @returns {V | undefined}
   */
  get(id) {
    if (id === null || id === undefined || id < 0 || id >= 2 ** (this.#shift + BITS)) {
      return undefined;
    }
    let node = this.#root;
    for (let shift = this.#shift; shift > 0; shift -= BITS) {
      node = node[(id >>> shift) & MASK];
      if (node === undefined) return undefined;
    }
    return node[id & MASK];
  }

  /** @param {number | null | undefined} id */
  has(id) {
    return this.get(id) !== undefined;
  }

  /**
   * @param {number} id
   * @param {V} value
   * @returns {IdMap<V>} this one is unchanged
   */
  set(id, value) {
    /** @type {IdMap<V>} */
    const map = new IdMap();
    map.#root = this.#root;
    map.#shift = this.#shift;
    while (id >= 2 ** (map.#shift + BITS)) {
      map.#root = map.#root.length === 0 ? [] : [map.#root];
      map.#shift += BITS;
    }
    map.#root = withValue(map.#root, map.#shift, id, value);
    map.#size = this.#size + (this.has(id) ? 0 : 1);
    return map;
  }

  /** @returns {Generator<[number, V]>} */
  entries() {
    return entriesBelow(this.#root, this.#shift, 0);
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  *keys() {
    for (const [id] of this.entries()) yield id;
  }

  /** @returns {Generator<V>} */
  *values() {
    for (const [, value] of this.entries()) yield value;
  }
}
