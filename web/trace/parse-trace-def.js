/**
 * Reads runtime/trace.def, the list of event kinds that C includes, for JavaScript.
 *
 * @typedef {'loop' | 'task' | 'future' | 'coroutine' | 'handle' | 'object'} IdType
 * @typedef {IdType | 'text' | 'count' | 'state' | 'fd' | 'time'} FieldType
 * @typedef {'subject' | 'a' | 'b' | 'c' | 'when'} Slot  where in a record the field is
 * @typedef {object} FieldSpec
 * @property {Slot} slot
 * @property {string} name
 * @property {FieldType} type
 * @typedef {object} EventSpec
 * @property {string} kind
 * @property {FieldSpec[]} fields
 */

/** @type {readonly Slot[]} */
const SLOTS = ['subject', 'a', 'b', 'c', 'when'];

/** @type {readonly string[]} */
const INTEGER_TYPES = [
  'loop',
  'task',
  'future',
  'coroutine',
  'handle',
  'object',
  'text',
  'count',
  'state',
  'fd',
];

/** Names that every event has, whatever its kind. */
const COMMON_NAMES = ['seq', 'kind', 'time', 'cause', 'line'];

export class TraceDefError extends Error {
  /**
   * @param {string} file
   * @param {number} line
   * @param {string} message
   */
  constructor(file, line, message) {
    super(`${file}:${line}: ${message}`);
    this.name = 'TraceDefError';
    this.file = file;
    this.line = line;
  }
}

/**
 * Blanks comments but keeps their line breaks, so that offsets still tell the line.
 * @param {string} text
 */
function withoutComments(text) {
  return text.replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
}

/**
 * @param {string} word such as `_`, `task` or `text_name`
 * @param {Slot} slot
 * @returns {FieldSpec | null}
 */
function parseField(word, slot) {
  if (word === '_') return null;
  const [, type, name] = /^([a-z]+)(?:_(\w+))?$/.exec(word) ?? [];
  const known = slot === 'when' ? type === 'time' : INTEGER_TYPES.includes(type);
  if (!known) {
    const types = slot === 'when' ? 'time' : INTEGER_TYPES.join(', ');
    throw new SyntaxError(`${slot} is "${word}"; it begins with its type: ${types}, or is _`);
  }
  return { slot, name: name ?? type, type: /** @type {FieldType} */ (type) };
}

/**
 * @param {string[]} words the kind, then what each slot holds
 * @returns {EventSpec}
 */
function parseEvent([kind, ...words]) {
  if (!/^[A-Z][A-Z_]*$/.test(kind)) {
    throw new SyntaxError(`"${kind}" is no name of a kind: capitals and underscores`);
  }
  if (words.length !== SLOTS.length) {
    throw new SyntaxError(
      `${kind} has ${words.length} fields, not ${SLOTS.length} (${SLOTS.join(', ')})`,
    );
  }
  /** @type {FieldSpec[]} */
  const fields = [];
  for (const [index, word] of words.entries()) {
    const field = parseField(word, SLOTS[index]);
    if (!field) continue;
    if (COMMON_NAMES.includes(field.name) || fields.some(({ name }) => name === field.name)) {
      throw new SyntaxError(`${kind} has two fields called "${field.name}"`);
    }
    fields.push(field);
  }
  return { kind, fields };
}

/**
 * @param {string} text what is in trace.def
 * @param {string} [file] its name, for errors
 * @returns {EventSpec[]} in the order of the file: the first has number 1 in a record
 * @throws {TraceDefError}
 */
export function parseTraceDef(text, file = 'trace.def') {
  const code = withoutComments(text);
  /** @type {EventSpec[]} */
  const specs = [];
  let position = 0;
  const pattern = /\s*(?:EVENT\s*\(([^()]*)\)|(\S[^\n]*))/gy;
  for (let match = pattern.exec(code); match; match = pattern.exec(code)) {
    position = match.index + match[0].search(/\S/);
    try {
      if (match[1] === undefined) {
        throw new SyntaxError(`"${match[2].trim()}" is no EVENT(KIND, subject, a, b, c, when)`);
      }
      const spec = parseEvent(match[1].split(',').map((word) => word.trim()));
      if (specs.some(({ kind }) => kind === spec.kind)) {
        throw new SyntaxError(`${spec.kind} is there already`);
      }
      specs.push(spec);
    } catch (error) {
      const line = code.slice(0, position).split('\n').length;
      throw new TraceDefError(file, line, /** @type {Error} */ (error).message);
    }
  }
  if (specs.length === 0) throw new TraceDefError(file, 1, 'there is no EVENT in it');
  return specs;
}

/**
 * The generated module through which JavaScript knows the kinds. `const` lets the type checker
 * derive the type of every event from it.
 * @param {EventSpec[]} specs
 */
export function traceEventsModule(specs) {
  const list = JSON.stringify(specs, null, 2);
  return `// Generated from runtime/trace.def.\nexport const EVENTS = /** @type {const} */ (${list});\n`;
}
