/** The parts of a random program, as nodes.def lists them, and how the interpreter reads them. */
import { readFileSync } from 'node:fs';

/**
 * A part of a program: `kind` and the fields that nodes.def gives it.
 * @typedef {{ kind: string } & Record<string, any>} Node
 *
 * @typedef {object} Handler   `except exception as error: say(error)`, and then the body
 * @property {string} exception
 * @property {Node[]} body
 *
 * @typedef {object} Program
 * @property {(typeof RUNS)[number]} runs   of main: in one loop by one Runner, or in two loops; in
 *   debug mode as twice in one loop
 * @property {number} garbage   bytes to allocate and drop at each statement, in C
 * @property {number} variables   how many there are of each
 * @property {number} objects
 * @property {number} handles
 * @property {number} timeouts
 * @property {number} groups
 * @property {Node[][]} coroutines   their bodies; the first is main
 * @property {Node[][]} functions
 *
 * @typedef {{ type: string, name: string }} Field
 */

/** As the interpreter numbers them. */
export const RUNS = /** @type {const} */ (['once', 'twice', 'twice in one loop', 'in debug mode']);

const NONE = -(2 ** 31);
const THOUSANDTHS = 1000;

const text = readFileSync(new URL('nodes.def', import.meta.url), 'utf8');

/**
 * Fields of one type are told apart by their number: body, body2.
 * @param {string[]} types
 * @returns {Field[]}
 */
function nameFields(types) {
  return types.map((type, index) => {
    const earlier = types.slice(0, index).filter((other) => other === type).length;
    return { type, name: earlier ? `${type}${earlier + 1}` : type };
  });
}

/** @param {string} macro @returns {Map<string, { number: number, fields: Field[] }>} */
function list(macro) {
  const lines = text.matchAll(new RegExp(`^${macro}\\((\\w+)(?:, ([\\w, ]+))?\\)`, 'gm'));
  return new Map(
    [...lines].map(([, kind, types], number) => [
      kind,
      { number, fields: nameFields(types?.split(', ') ?? []) },
    ]),
  );
}

const EXCEPTION_TYPES = list('EXCEPTION_TYPE');
const AWAITED = list('AWAITED');
const STATEMENTS = list('STATEMENT');

/** @param {Node} node */
function specOf(node) {
  const spec = STATEMENTS.get(node.kind) ?? AWAITED.get(node.kind);
  if (!spec) throw new Error(`nodes.def has no ${node.kind}`);
  return spec;
}

/** @param {Node} node */
export function fieldsOf(node) {
  return specOf(node).fields;
}

/**
 * Numbers every statement in the order in which the program is written: what it prints begins
 * with that label.
 * @param {Program} program
 * @returns {Map<Node, number>}
 */
export function labelsOf(program) {
  /** @type {Map<Node, number>} */
  const labels = new Map();
  /** @param {Node[]} body */
  const visit = (body) => {
    for (const statement of body) {
      labels.set(statement, labels.size + 1);
      for (const { type, name } of fieldsOf(statement)) {
        if (type === 'body') visit(statement[name]);
        if (type === 'handlers') {
          for (const handler of statement[name]) visit(handler.body);
        }
      }
    }
  };
  for (const body of [...program.coroutines, ...program.functions]) visit(body);
  return labels;
}

/** @param {number | null} value */
function orNone(value, scale = 1) {
  return value === null ? NONE : Math.round(value * scale);
}

/**
 * @param {Program} program
 * @returns {Int32Array}
 */
export function encode(program) {
  const labels = labelsOf(program);
  /** @type {(type: string, value: any) => number[]} */
  const encodeField = (type, value) => {
    switch (type) {
      case 'awaitable':
        return encodeNode(value);
      case 'awaitables':
        return [value.length, ...value.flatMap(encodeNode)];
      case 'body':
        return encodeBody(value);
      case 'handlers':
        return [
          value.length,
          ...value.flatMap((/** @type {Handler} */ { exception, body }) => [
            ...encodeField('exception', exception),
            ...encodeBody(body),
          ]),
        ];
      case 'variables':
        return [value.length, ...value];
      case 'exception':
        return [/** @type {{ number: number }} */ (EXCEPTION_TYPES.get(value)).number];
      case 'seconds':
      case 'maybe_seconds':
        return [orNone(value, THOUSANDTHS)];
      default:
        return [orNone(value === null ? null : Number(value))];
    }
  };
  /** @param {Node} node */
  const encodeNode = (node) => {
    const { number, fields } = specOf(node);
    const values = fields.flatMap(({ type, name }) => encodeField(type, node[name]));
    const label = labels.get(node);
    return label === undefined
      ? [number, ...values]
      : [number, values.length + 1, label, ...values];
  };
  /** @param {Node[]} body */
  const encodeBody = (body) => {
    const numbers = body.flatMap(encodeNode);
    return [numbers.length, ...numbers];
  };
  const { runs, garbage, variables, objects, handles, timeouts, groups } = program;
  const { coroutines, functions } = program;
  return Int32Array.of(
    RUNS.indexOf(runs),
    garbage,
    variables,
    objects,
    handles,
    timeouts,
    groups,
    coroutines.length,
    functions.length,
    ...coroutines.flatMap(encodeBody),
    ...functions.flatMap(encodeBody),
  );
}
