/** lesson.md's front matter: YAML between two `---` lines, checked key by key. */
import { readPairs } from './pairs.js';
import { SourceError } from './source-error.js';
import { readYaml } from './yaml-mapping.js';

/**
 * @typedef {import('./yaml-mapping.js').Mapping} Mapping
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
 * @property {import('./pairs.js').Pair[]} pairs
 * @property {Mapping} mapping all of it; what speaks of lines can be read only beside the code
 * @property {string} prose the markdown below
 * @property {number} proseLine the line it begins on
 */

const LESSON_KEYS = { required: ['section', 'title'], optional: ['knobs', 'pairs', 'questions'] };
const RANGE_KEYS = ['min', 'max'];
const KNOB_KEYS = ['name', 'type', 'default', 'label'];
const KNOB_TYPES = ['int', 'float', 'bool'];
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SECTION = /^\d+(\.\d+)*$/;

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
  const lesson = readYaml(file, lines.slice(1, end).join('\n'), 2, 'front matter');
  lesson.checkKeys(LESSON_KEYS);
  const section = lesson.text('section');
  if (!SECTION.test(section)) {
    lesson.fail('section', `"section" must be a section number such as "2.4.1", not "${section}"`);
  }
  const prose = lines.slice(end + 1).join('\n');
  if (prose.trim() === '') {
    throw new SourceError(file, end + 1, 'there is no prose below the front matter');
  }
  const knobs = readKnobs(lesson);
  return {
    section,
    title: lesson.text('title'),
    knobs,
    pairs: readPairs(lesson, knobs),
    mapping: lesson,
    prose,
    proseLine: end + 2,
  };
}

/**
 * @param {Mapping} lesson
 * @returns {DeclaredKnob[]}
 */
function readKnobs(lesson) {
  const names = new Set();
  return lesson.list('knobs', 'knob', 'name').map((mapping) => {
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
  const type = /** @type {KnobType} */ (mapping.oneOf('type', KNOB_TYPES));
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
