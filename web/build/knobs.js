/** A lesson's knobs as its two programs state them, held against its front matter. */
import { tokenize } from './c-tokens.js';
import { SourceError } from './source-error.js';

/**
 * @typedef {import('./front-matter.js').KnobType} KnobType
 * @typedef {import('./front-matter.js').DeclaredKnob} DeclaredKnob
 * @typedef {import('./marks.js').MarkedSource} MarkedSource
 *
 * @typedef {object} KnobPlace where a program states a knob's default
 * @property {number} line 1-based
 * @property {number} start column of the value's first character, from 0
 * @property {number} end column behind its last one
 *
 * @typedef {object} StatedKnob
 * @property {string} name
 * @property {KnobType} type
 * @property {number | boolean} default
 * @property {KnobPlace} place
 */

/** @type {Record<string, KnobType>} */
const TYPES_OF_C = { int: 'int', double: 'float', bool: 'bool' };
const PYTHON_ASSIGNMENT = /^(?<name>[A-Za-z_]\w*)(?<before>(?:\s*:\s*\w+)?\s*=\s*)(?<value>[^\s#]+)\s*(?:#.*)?$/;

/**
 * Module-level assignments of a literal; which of them are knobs the front matter says.
 *
 * @param {MarkedSource} source
 * @returns {Map<string, StatedKnob>} by name; the first assignment counts
 */
export function readPythonKnobs({ lines }) {
  /** @type {Map<string, StatedKnob>} */
  const knobs = new Map();
  lines.forEach((text, index) => {
    const { name = '', before = '', value = '' } = PYTHON_ASSIGNMENT.exec(text)?.groups ?? {};
    const literal = readLiteral(value, { True: true, False: false });
    if (!literal || knobs.has(name)) return;
    const start = name.length + before.length;
    knobs.set(name, {
      name,
      ...literal,
      place: { line: index + 1, start, end: start + value.length },
    });
  });
  return knobs;
}

/**
 * @param {MarkedSource} source
 * @returns {Map<string, StatedKnob>}
 */
export function readCKnobs({ file, lines }) {
  const source = lines.join('\n');
  const tokens = tokenize(file, source);
  /** @type {Map<string, StatedKnob>} */
  const knobs = new Map();
  tokens.forEach((token, index) => {
    if (token.text !== 'KNOB' || token.kind !== 'word') return;
    const end = tokens.findIndex(({ text }, at) => at > index && text === ')');
    const [, type, comma, name, secondComma, ...value] = tokens.slice(index + 1, end);
    const first = value[0];
    const last = value.at(-1);
    if (!type || !name || !first || !last || comma?.text !== ',' || secondComma?.text !== ',') {
      throw new SourceError(file, token.line, 'expected KNOB(type, name, value);');
    }
    const knobType = TYPES_OF_C[type.text];
    if (!knobType) {
      const known = Object.keys(TYPES_OF_C).join(', ');
      throw new SourceError(file, token.line, `a knob cannot be ${type.text} (known: ${known})`);
    }
    const literal = readLiteral(source.slice(first.start, last.end), { true: true, false: false });
    if (!literal) {
      throw new SourceError(file, token.line, `the value of the knob "${name.text}" is no literal`);
    }
    const lineStart = source.lastIndexOf('\n', first.start) + 1;
    knobs.set(name.text, {
      name: name.text,
      type: knobType,
      default: literal.default,
      place: { line: first.line, start: first.start - lineStart, end: last.end - lineStart },
    });
  });
  return knobs;
}

/**
 * @param {string} text
 * @param {Record<string, boolean>} booleans
 * @returns {{ type: KnobType, default: number | boolean } | undefined}
 */
function readLiteral(text, booleans) {
  const boolean = booleans[text];
  if (boolean !== undefined) return { type: 'bool', default: boolean };
  if (/^-?\d+$/.test(text)) return { type: 'int', default: Number(text) };
  if (/^-?(\d+\.\d*|\.?\d+)(e[-+]?\d+)?$/i.test(text)) {
    return { type: 'float', default: Number(text) };
  }
  return undefined;
}

/**
 * @param {string} file lesson.md
 * @param {DeclaredKnob[]} declared
 * @param {MarkedSource} python
 * @param {MarkedSource} c
 * @returns {(import('./front-matter.js').Knob & { python: KnobPlace, c: KnobPlace })[]}
 */
export function agreeOnKnobs(file, declared, python, c) {
  const inPython = readPythonKnobs(python);
  const inC = readCKnobs(c);
  for (const { name, place } of inC.values()) {
    if (!declared.some((knob) => knob.name === name)) {
      throw new SourceError(c.file, place.line, `the knob "${name}" is not declared in ${file}`);
    }
  }
  return declared.map(({ line, ...knob }) => {
    const typeOfC = Object.keys(TYPES_OF_C).find((type) => TYPES_OF_C[type] === knob.type);
    const pythonValue = pythonLiteral(knob.default, knob.type);
    const pythonKnob = inPython.get(knob.name);
    const cKnob = inC.get(knob.name);
    if (!pythonKnob) {
      const hint = `write \`${knob.name} = ${pythonValue}\` at its start`;
      throw new SourceError(file, line, `the knob "${knob.name}" is not in ${python.file}: ${hint}`);
    }
    if (!cKnob) {
      const hint = `write \`KNOB(${typeOfC}, ${knob.name}, ${knob.default});\``;
      throw new SourceError(file, line, `the knob "${knob.name}" is not in ${c.file}: ${hint}`);
    }
    requireSame(python.file, pythonKnob, file, knob);
    requireSame(c.file, cKnob, file, knob);
    return { ...knob, python: pythonKnob.place, c: cKnob.place };
  });
}

/**
 * @param {number | boolean} value
 * @param {KnobType} type
 */
function pythonLiteral(value, type) {
  if (type === 'bool') return value ? 'True' : 'False';
  return type === 'float' && Number.isInteger(value) ? `${value}.0` : String(value);
}

/**
 * @param {string} file
 * @param {StatedKnob} stated
 * @param {string} declaredIn
 * @param {import('./front-matter.js').Knob} declared
 */
function requireSame(file, stated, declaredIn, declared) {
  for (const key of /** @type {const} */ (['type', 'default'])) {
    if (stated[key] !== declared[key]) {
      throw new SourceError(
        file,
        stated.place.line,
        `the knob "${stated.name}" has the ${key} ${stated[key]} here and ${declared[key]} in ${declaredIn}`,
      );
    }
  }
}
