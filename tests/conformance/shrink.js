/** Makes a failing program smaller for as long as it still fails. */
import { fieldsOf } from './nodes.js';

/**
 * @typedef {import('./nodes.js').Node} Node
 * @typedef {import('./nodes.js').Program} Program
 */

/** What a field may become, the simplest first. @type {Record<string, any[]>} */
const SIMPLER = {
  seconds: [0, 1],
  maybe_seconds: [null, 0, 1],
  maybe_value: [null],
  message: [null],
  text: [null],
  times: [1],
  flag: [false],
};

/**
 * Bodies that may stand in a statement's place.
 * @param {Node} statement
 * @returns {Node[][]}
 */
function bodiesWithin(statement) {
  return fieldsOf(statement).flatMap(({ type, name }) =>
    type === 'body'
      ? [statement[name]]
      : type === 'handlers'
        ? statement[name].map((/** @type {import('./nodes.js').Handler} */ { body }) => body)
        : [],
  );
}

/** A bare `raise` means nothing outside of its handler. @param {Node[]} body @returns {boolean} */
function hasReraise(body) {
  return body.some(
    (statement) => statement.kind === 'reraise' || bodiesWithin(statement).some(hasReraise),
  );
}

/**
 * @param {Node} node   an awaitable
 * @returns {Generator<Node>}
 */
function* smallerAwaitables(node) {
  if (node.awaitable) yield node.awaitable;
  if (node.awaitables) yield* node.awaitables;
  yield* smallerFields(node);
}

/**
 * @param {Node} node
 * @returns {Generator<Node>}
 */
function* smallerFields(node) {
  for (const { type, name } of fieldsOf(node)) {
    const value = node[name];
    if (type === 'body') {
      for (const body of smallerBodies(value)) yield { ...node, [name]: body };
    } else if (type === 'awaitable') {
      // Only a coroutine can be made a task of.
      const isWhole = node.kind !== 'create_task';
      for (const inner of isWhole ? smallerAwaitables(value) : smallerFields(value)) {
        yield { ...node, [name]: inner };
      }
    } else if (type === 'awaitables') {
      for (let i = 0; i < value.length; i++) {
        yield { ...node, [name]: value.toSpliced(i, 1) };
        for (const inner of smallerAwaitables(value[i])) {
          yield { ...node, [name]: value.with(i, inner) };
        }
      }
    } else if (type === 'handlers') {
      for (let i = 0; i < value.length; i++) {
        yield { ...node, [name]: value.toSpliced(i, 1) };
        for (const body of smallerBodies(value[i].body)) {
          yield { ...node, [name]: value.with(i, { ...value[i], body }) };
        }
      }
    } else {
      for (const simpler of SIMPLER[type] ?? []) {
        if (simpler === value) break;
        yield { ...node, [name]: simpler };
      }
    }
  }
}

/**
 * @param {Node[]} body
 * @returns {Generator<Node[]>}
 */
function* smallerBodies(body) {
  for (let size = body.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at + size <= body.length; at += size) yield body.toSpliced(at, size);
  }
  for (let i = 0; i < body.length; i++) {
    for (const inner of bodiesWithin(body[i])) {
      if (!hasReraise(inner)) yield body.toSpliced(i, 1, ...inner);
    }
    for (const smaller of smallerFields(body[i])) yield body.with(i, smaller);
  }
}

/**
 * @param {Program} program
 * @returns {Generator<Program>}
 */
function* smallerPrograms(program) {
  if (program.runs !== 'once') yield { ...program, runs: 'once' };
  if (program.garbage) yield { ...program, garbage: 0 };
  for (const part of /** @type {const} */ (['coroutines', 'functions'])) {
    const bodies = program[part];
    for (let i = 0; i < bodies.length; i++) {
      for (const body of smallerBodies(bodies[i])) {
        yield { ...program, [part]: bodies.with(i, body) };
      }
    }
  }
}

/**
 * @param {Program} program
 * @param {(program: Program) => boolean} fails
 * @param {number} [attempts]
 * @returns {Program}
 */
export function shrink(program, fails, attempts = 1500) {
  let smallest = program;
  for (let left = attempts, found = true; found && left > 0;) {
    found = false;
    for (const smaller of smallerPrograms(smallest)) {
      if (left-- <= 0) break;
      if (fails(smaller)) {
        smallest = smaller;
        found = true;
        break;
      }
    }
  }
  return withoutUnused(smallest, fails);
}

/**
 * Empty coroutines and functions at the end are of no use; nothing refers to them.
 * @param {Program} program
 * @param {(program: Program) => boolean} fails
 */
function withoutUnused(program, fails) {
  let smallest = program;
  for (const part of /** @type {const} */ (['coroutines', 'functions'])) {
    for (;;) {
      const bodies = smallest[part];
      const isLast = part === 'coroutines' && bodies.length === 1;
      if (isLast || !bodies.length || refersTo(smallest, part, bodies.length - 1)) break;
      const smaller = { ...smallest, [part]: bodies.slice(0, -1) };
      if (!fails(smaller)) break;
      smallest = smaller;
    }
  }
  return smallest;
}

/**
 * @param {Program} program
 * @param {'coroutines' | 'functions'} part
 * @param {number} index
 */
function refersTo(program, part, index) {
  const field = part === 'coroutines' ? 'coroutine' : 'function';
  return new RegExp(`"${field}":${index}\\b`).test(JSON.stringify(program));
}
