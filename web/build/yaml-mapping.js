/** Mappings of YAML, checked key by key: a mistake is named with its file and line. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { SourceError } from './source-error.js';

/**
 * @typedef {object} Entry what stands under a key or at a dash
 * @property {unknown} value a scalar's value, a Mapping, or an Entry[] for a list
 * @property {number} line
 */

/** One mapping, with the line of each of its keys. */
export class Mapping {
  /**
   * @param {string} file
   * @param {number} line
   * @param {string} what how to call it in an error
   */
  constructor(file, line, what) {
    this.file = file;
    this.line = line;
    this.what = what;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
  }

  /** @param {string} key */
  lineOf(key) {
    return this.entries.get(key)?.line ?? this.line;
  }

  /**
   * @param {string} key
   * @param {string} problem
   * @returns {never}
   */
  fail(key, problem) {
    throw new SourceError(this.file, this.lineOf(key), `${this.what}: ${problem}`);
  }

  /** @param {{ required: string[], optional: string[] }} keys */
  checkKeys({ required, optional }) {
    const known = [...required, ...optional];
    for (const key of this.entries.keys()) {
      if (!known.includes(key)) {
        this.fail(key, `unknown key "${key}" (known: ${known.join(', ')})`);
      }
    }
    for (const key of required) {
      if (!this.entries.has(key)) this.fail(key, `"${key}" is missing`);
    }
  }

  /** @param {string} key */
  text(key) {
    if (!this.entries.has(key)) this.fail(key, `"${key}" is missing`);
    const value = this.entries.get(key)?.value;
    if (typeof value !== 'string') {
      this.fail(key, `"${key}" must be text; put it in quotes`);
    }
    if (value.trim() === '') this.fail(key, `"${key}" is empty`);
    return value;
  }

  /**
   * @param {string} key
   * @param {readonly string[]} known
   */
  oneOf(key, known) {
    const value = this.text(key);
    if (!known.includes(value)) {
      this.fail(key, `unknown ${key} "${value}" (known: ${known.join(', ')})`);
    }
    return value;
  }

  /**
   * @param {string} key
   * @param {'int' | 'float' | 'bool'} type
   */
  number(key, type) {
    const value = this.entries.get(key)?.value;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return this.fail(key, `"${key}" must be a number`);
    }
    if (type === 'int' && !Number.isInteger(value)) {
      this.fail(key, `"${key}" must be a whole number, as the type is int`);
    }
    return value;
  }

  /**
   * A list of texts, at least one, each with its line.
   *
   * @param {string} key
   * @param {string} item how to call one of them in an error
   */
  texts(key, item) {
    const value = this.entries.get(key)?.value;
    if (!Array.isArray(value) || value.length === 0) {
      return this.fail(key, `"${key}" must be a list, such as [one, another]`);
    }
    return value.map((/** @type {Entry} */ { value: text, line }) => {
      if (typeof text !== 'string' || text.trim() === '') {
        throw new SourceError(this.file, line, `${this.what}: each ${item} in "${key}" must be text`);
      }
      return { text, line };
    });
  }

  /**
   * A list of mappings; none when the key is missing.
   *
   * @param {string} key
   * @param {string} item how to call one of them in an error
   * @param {string} begins the key each should begin with
   */
  list(key, item, begins) {
    if (!this.entries.has(key)) return [];
    const value = this.entries.get(key)?.value;
    if (!Array.isArray(value)) {
      return this.fail(key, `"${key}" must be a list, each ${item} beginning with \`- ${begins}:\``);
    }
    return value.map((/** @type {Entry} */ entry) =>
      requireMapping(entry, this.file, `${this.what}, ${item}`),
    );
  }
}

/**
 * @param {string} file
 * @param {string} yaml
 * @param {number} firstLine the file's line in which the YAML begins
 * @param {string} what how to call it in an error
 */
export function readYaml(file, yaml, firstLine, what) {
  const lineCounter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter, prettyErrors: false });
  /** @param {number} offset */
  const lineAt = (offset) => lineCounter.linePos(offset).line + firstLine - 1;
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    throw new SourceError(file, lineAt(error.pos[0]), `malformed ${what}: ${error.message}`);
  }
  const value = readNode(document.contents, { file, lineAt, line: firstLine, what });
  return requireMapping({ value, line: firstLine }, file, what);
}

/**
 * @param {Entry} entry
 * @param {string} file
 * @param {string} what
 * @returns {Mapping}
 */
function requireMapping({ value, line }, file, what) {
  if (!(value instanceof Mapping)) {
    throw new SourceError(file, line, `${what}: expected lines of the form \`key: value\``);
  }
  value.what = what;
  return value;
}

/**
 * @param {unknown} node
 * @param {{ file: string, lineAt: (offset: number) => number, line: number, what: string }} place
 * @returns {unknown}
 */
function readNode(node, place) {
  const { file, lineAt, line, what } = place;
  if (isScalar(node)) return node.value;
  if (isSeq(node)) {
    return node.items.map((item) => {
      const range = isMap(item) || isScalar(item) || isSeq(item) ? item.range : undefined;
      const at = range ? lineAt(range[0]) : line;
      return { value: readNode(item, { ...place, line: at }), line: at };
    });
  }
  if (!isMap(node)) return undefined;
  const mapping = new Mapping(file, line, what);
  for (const { key, value } of node.items) {
    if (!isScalar(key) || !key.range) {
      throw new SourceError(file, line, `${what}: a key must be a plain word`);
    }
    const keyLine = lineAt(key.range[0]);
    mapping.entries.set(String(key.value), {
      value: readNode(value, { ...place, line: keyLine }),
      line: keyLine,
    });
  }
  return mapping;
}
