/** WebAssembly modules written by hand, for what the real one does not do. */

/** @param {string} text */
const name = (text) => [text.length, ...new TextEncoder().encode(text)];

/**
 * @param {number} id
 * @param {number[][]} items
 */
const section = (id, items) => {
  const body = [items.length, ...items.flat()];
  return [id, body.length, ...body];
};

const FUNCTION = 0x60;

/**
 * A module that exports `memory` and, under each name given, a function without parameters that
 * calls the function imported from `from.what`.
 * @param {{ from: string, what: string, exported: string[] }} options
 */
export function callingModule({ from, what, exported }) {
  const type = [FUNCTION, 0, 0];
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [type]),
    ...section(2, [[...name(from), ...name(what), 0, 0]]),
    ...section(3, [[0]]),
    ...section(5, [[0, 1]]),
    ...section(7, [[...name('memory'), 2, 0], ...exported.map((each) => [...name(each), 0, 1])]),
    ...section(10, [[4, 0, 0x10, 0, 0x0b]]),
  ];
  return new WebAssembly.Module(Uint8Array.from(bytes));
}

/** A module without anything. */
export const EMPTY_MODULE = Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
