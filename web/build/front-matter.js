/** lesson.md's front matter: YAML between two `---` lines, checked key by key. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { SourceError } from './source-error.js';

/**
 * @typedef {'int' | 'float' | 'bool'} KnobType
 *
 * @typedef {object} Knob
 * @property {string} name
 * @property {KnobType} type
 * @property {number | boolean} default
 * @property {number} [min] missing for a bool
 * @property {number} [max] missing for a bool
 * @property {number} [step]
 * @property {string} label
 *
 * @typedef {Knob & { line: number }} DeclaredKnob with its line in lesson.md
 *
 * @typedef {object} FrontMatter
 * @property {string} section
 * @property {string} title
 * @property {DeclaredKnob[]} knobs
 * @property {string} prose the markdown below
 * @property {number} proseLine the line it begins on
 */

const LESSON_KEYS = { required: ['section', 'title'], optional: ['knobs'] };
const RANGE_KEYS = ['min', 'max'];
const KNOB_KEYS = ['name', 'type', 'default', 'label'];
const KNOB_TYPES = ['int', 'float', 'bool'];
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SECTION = /^\d+(\.\d+)*$/;

/** One mapping of the YAML, with the line of each of its keys. */
class Mapping {
  /**
   * @param {string} file
   * @param {number} line
   * @param {string} what how to call it in an error
   */
  constructor(file, line, what) {
    this.file = file;
    this.line = line;
    this.what = what;
    /** @type {Map<string, { value: unknown, line: number }>} */
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
    const value = this.entries.get(key)?.value;
    if (typeof value !== 'string') {
      this.fail(key, `"${key}" must be text; put it in quotes`);
    }
    if (value.trim() === '') this.fail(key, `"${key}" is empty`);
    return value;
  }

  /**
   * @param {string} key
   * @param {KnobType} type
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
}

/**
 * @param {string} file as shown in errors
 * @param {string} text
 * @returns {FrontMatter}
 */
export function parseFrontMatter(file, text) {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== '---') {
    throw new SourceError(file, 1, 'the first line must be `---`, with the front matter below it');
  }
  const end = lines.indexOf('---', 1);
  if (end < 0) {
    throw new SourceError(file, 1, 'the front matter has no closing `---` line');
  }
  const lesson = readYaml(file, lines.slice(1, end).join('\n'));
  lesson.checkKeys(LESSON_KEYS);
  const section = lesson.text('section');
  if (!SECTION.test(section)) {
    lesson.fail('section', `"section" must be a section number such as "2.4.1", not "${section}"`);
  }
  const prose = lines.slice(end + 1).join('\n');
  if (prose.trim() === '') {
    throw new SourceError(file, end + 1, 'there is no prose below the front matter');
  }
  return {
    section,
    title: lesson.text('title'),
    knobs: readKnobs(lesson),
    prose,
    proseLine: end + 2,
  };
}

/**
 * @param {string} file
 * @param {string} yaml what stands between the `---` lines, so that its line 1 is the file's line 2
 */
function readYaml(file, yaml) {
  const lineCounter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter, prettyErrors: false });
  /** @param {number} offset */
  const lineAt = (offset) => lineCounter.linePos(offset).line + 1;
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    throw new SourceError(file, lineAt(error.pos[0]), `malformed front matter: ${error.message}`);
  }
  return readMapping(document.contents, file, lineAt, 2, 'front matter');
}

/**
 * @param {unknown} node
 * @param {string} file
 * @param {(offset: number) => number} lineAt
 * @param {number} line
 * @param {string} what
 */
function readMapping(node, file, lineAt, line, what) {
  if (!isMap(node)) {
    throw new SourceError(file, line, `${what}: expected lines of the form \`key: value\``);
  }
  const mapping = new Mapping(file, line, what);
  for (const { key, value } of node.items) {
    if (!isScalar(key) || !key.range) {
      throw new SourceError(file, line, `${what}: a key must be a plain word`);
    }
    const keyLine = lineAt(key.range[0]);
    const items = isSeq(value) ? value.items.map((item) => readItem(item, file, lineAt, what)) : [];
    mapping.entries.set(String(key.value), {
      value: isScalar(value) ? value.value : isSeq(value) ? items : undefined,
      line: keyLine,
    });
  }
  return mapping;
}

/**
 * @param {unknown} node an item of a list
 * @param {string} file
 * @param {(offset: number) => number} lineAt
 * @param {string} what
 */
function readItem(node, file, lineAt, what) {
  const range = isMap(node) || isScalar(node) || isSeq(node) ? node.range : undefined;
  const line = range ? lineAt(range[0]) : 2;
  return readMapping(node, file, lineAt, line, `${what}, knob`);
}

/**
 * @param {Mapping} lesson
 * @returns {DeclaredKnob[]}
 */
function readKnobs(lesson) {
  const entry = lesson.entries.get('knobs');
  if (!entry) return [];
  const mappings = entry.value;
  if (!Array.isArray(mappings)) {
    return lesson.fail('knobs', '"knobs" must be a list, each knob beginning with `- name:`');
  }
  const names = new Set();
  return mappings.map((mapping) => {
    const knob = readKnob(mapping);
    if (names.has(knob.name)) mapping.fail('name', `there is another knob of that name`);
    names.add(knob.name);
    return knob;
  });
}

/**
 * @param {Mapping} mapping
 * @returns {DeclaredKnob}
 */
function readKnob(mapping) {
  const { value: declaredType } = mapping.entries.get('type') ?? {};
  mapping.checkKeys(
    declaredType === 'bool'
      ? { required: KNOB_KEYS, optional: [] }
      : { required: [...KNOB_KEYS, ...RANGE_KEYS], optional: ['step'] },
  );
  const name = mapping.text('name');
  mapping.what += ` "${name}"`;
  if (!IDENTIFIER.test(name)) {
    mapping.fail('name', 'the name must be an identifier of both Python and C');
  }
  const type = /** @type {KnobType} */ (mapping.text('type'));
  if (!KNOB_TYPES.includes(type)) {
    mapping.fail('type', `unknown type "${type}" (known: ${KNOB_TYPES.join(', ')})`);
  }
  const line = mapping.lineOf('name');
  const label = mapping.text('label');
  if (type === 'bool') {
    const value = mapping.entries.get('default')?.value;
    if (typeof value !== 'boolean') {
      return mapping.fail('default', '"default" must be true or false, as the type is bool');
    }
    return { name, type, default: value, label, line };
  }
  const knob = {
    name,
    type,
    default: mapping.number('default', type),
    min: mapping.number('min', type),
    max: mapping.number('max', type),
    label,
    line,
  };
  if (knob.min >= knob.max) {
    mapping.fail('max', `"max" (${knob.max}) must be greater than "min" (${knob.min})`);
  }
  if (knob.default < knob.min || knob.default > knob.max) {
    mapping.fail('default', `"default" (${knob.default}) is not within ${knob.min} to ${knob.max}`);
  }
  if (!mapping.entries.has('step')) return knob;
  const step = mapping.number('step', type);
  if (step <= 0 || step > knob.max - knob.min) {
    mapping.fail('step', `"step" must be more than 0 and at most ${knob.max - knob.min}`);
  }
  return { ...knob, step };
}
