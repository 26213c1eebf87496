/**
 * Values on their way into the module and out of it. What has no equivalent there crosses as a
 * number, and is the same object again when it comes back; so do the module's objects here.
 */
import { ExceptionGroup, makeError } from './errors.js';
import { Coroutine, Future, Handle, RuntimeObject, Task, TaskGroup, Timeout } from './objects.js';

/**
 * @typedef {import('./stream.js').StreamReader} StreamReader
 * @typedef {import('./stream.js').StreamWriter} StreamWriter
 * @typedef {import('./loop.js').Loop} Loop
 */

const TAG = /** @type {const} */ ({
  none: 0,
  false: 1,
  true: 2,
  int: 3,
  float: 4,
  str: 5,
  list: 6,
  object: 7,
  exception: 8,
  foreign: 9,
  error: 10,
  generator: 11,
});

/** By their numbers in the module. */
const CLASSES = [Coroutine, Future, Task, Handle, TaskGroup, Timeout, RuntimeObject];

const [LEAST_INT, MOST_INT] = [-(2n ** 63n), 2n ** 63n - 1n];

/** What a generator crosses as: where the module expects something to await. */
export class Body {
  /**
   * @param {Generator<unknown, unknown, any>} generator
   * @param {string} name
   */
  constructor(generator, name) {
    this.generator = generator;
    this.name = name;
  }
}

/** @param {unknown} value */
export function typeName(value) {
  if (typeof value !== 'object' || value === null) return typeof value;
  return value.constructor?.name || 'Object';
}

export class Crossing {
  #loop;
  #drop;
  /** What the module has of here. @type {Map<number, unknown>} */
  #given = new Map();
  #lastNumber = 0;
  /** What is here of the module's objects, by id. @type {Map<number, WeakRef<RuntimeObject>>} */
  #objects = new Map();
  /** The slots of the module's exceptions. @type {WeakMap<object, number>} */
  #exceptions = new WeakMap();
  /** @type {FinalizationRegistry<{ slot: number, id: number }>} */
  #collected = new FinalizationRegistry(({ slot, id }) => {
    this.#drop(slot);
    if (!this.#objects.get(id)?.deref()) this.#objects.delete(id);
  });

  /**
   * @param {Loop} loop
   * @param {(slot: number) => void} drop
   */
  constructor(loop, drop) {
    this.#loop = loop;
    this.#drop = drop;
  }

  /**
   * Kept until the module releases it.
   * @param {unknown} value
   */
  give(value) {
    this.#given.set(++this.#lastNumber, value);
    return this.#lastNumber;
  }

  /** @param {number} number */
  given(number) {
    return this.#given.get(number);
  }

  /** @param {number} number */
  release(number) {
    this.#given.delete(number);
  }

  /**
   * @param {StreamWriter} stream
   * @param {unknown} value
   */
  write(stream, value) {
    if (value === undefined || value === null) stream.byte(TAG.none);
    else if (typeof value === 'boolean') stream.byte(value ? TAG.true : TAG.false);
    else if (typeof value === 'number') this.#writeNumber(stream, value);
    else if (typeof value === 'string') stream.byte(TAG.str).text(value);
    else if (typeof value === 'bigint' && value >= LEAST_INT && value <= MOST_INT)
      stream.byte(TAG.int).i64(value);
    else if (Array.isArray(value)) {
      stream.byte(TAG.list).u32(value.length);
      for (const item of value) this.write(stream, item);
    } else if (value instanceof RuntimeObject)
      stream.byte(TAG.object).u32(this.checkOwn(value).slot);
    else if (value instanceof Body)
      stream.byte(TAG.generator).u32(this.give(value.generator)).text(value.name);
    else if (value instanceof Error) this.writeError(stream, value);
    else stream.byte(TAG.foreign).u32(this.give(value)).text(typeName(value));
  }

  /**
   * @param {RuntimeObject} object
   * @throws {TypeError}
   */
  checkOwn(object) {
    if (object.loop !== this.#loop)
      throw new TypeError('It belongs to the loop of another session.');
    return object;
  }

  /**
   * JavaScript has no ints: a number without a fraction is one.
   * @param {StreamWriter} stream
   * @param {number} value
   */
  #writeNumber(stream, value) {
    if (Number.isSafeInteger(value) && !Object.is(value, -0))
      stream.byte(TAG.int).i64(BigInt(value));
    else stream.byte(TAG.float).f64(value);
  }

  /**
   * Anything can be thrown.
   * @param {StreamWriter} stream
   * @param {unknown} thrown
   */
  writeError(stream, thrown) {
    const slot = thrown instanceof Error && this.#exceptions.get(thrown);
    if (slot) {
      stream.byte(TAG.exception).u32(slot);
      return;
    }
    const group = thrown instanceof ExceptionGroup ? thrown : null;
    const [name, text] =
      thrown instanceof Error ? [thrown.name, thrown.message] : ['Error', String(thrown)];
    stream
      .byte(TAG.error)
      .u32(this.give(thrown))
      .text(name)
      .byte(text ? 1 : 0)
      .text(group?.text ?? text);
    if (!group) stream.byte(TAG.none);
    else {
      stream.byte(TAG.list).u32(group.exceptions.length);
      for (const each of group.exceptions) this.writeError(stream, each);
    }
  }

  /**
   * @param {StreamReader} stream
   * @returns {any}
   */
  read(stream) {
    const tag = stream.byte();
    switch (tag) {
      case TAG.none:
        return undefined;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.int: {
        const value = stream.i64();
        return Number.isSafeInteger(Number(value)) ? Number(value) : value;
      }
      case TAG.float:
        return stream.f64();
      case TAG.str:
        return stream.text();
      case TAG.list:
        return Array.from({ length: stream.u32() }, () => this.read(stream));
      case TAG.object:
        return this.#readObject(stream);
      case TAG.exception:
        return this.#readException(stream);
      case TAG.foreign:
        return this.given(stream.u32());
      default:
        throw new Error(`The module sends a value of an unknown kind, ${tag}.`);
    }
  }

  /** @param {StreamReader} stream */
  #readObject(stream) {
    const slot = stream.u32();
    const id = stream.u32();
    const type = stream.byte();
    const known = this.#objects.get(id)?.deref();
    if (known) {
      this.#drop(slot);
      return known;
    }
    const object = new (CLASSES[type] ?? RuntimeObject)(this.#loop, slot, id);
    this.#objects.set(id, new WeakRef(object));
    this.#collected.register(object, { slot, id });
    return object;
  }

  /** @param {StreamReader} stream */
  #readException(stream) {
    const slot = stream.u32();
    const names = Array.from({ length: stream.u32() }, () => stream.text());
    const message = stream.text();
    const exceptions = this.read(stream);
    const error = makeError(names, message, exceptions, this.read(stream));
    this.#exceptions.set(error, slot);
    this.#collected.register(error, { slot, id: 0 });
    return error;
  }
}
