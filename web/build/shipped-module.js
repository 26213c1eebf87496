/**
 * A wasm module without what only linkers and debuggers look at: the names of its functions, what made
 * it, and exports that are there to keep functions apart (APART in runtime/object.h) or come from the
 * compiler. It runs as before, and weighs a hundredth less.
 */

const HEADER = 8;
const CUSTOM = 0;
const EXPORT = 7;

/** Two underscores: internal to the runtime, or to the compiler. */
const INTERNAL = /__|^asyncify_|^stack/;

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {[value: number, end: number]} an unsigned LEB128
 */
function readNumber(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** @param {number} value @returns {Buffer} an unsigned LEB128 */
function writeNumber(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return Buffer.from([...bytes, value]);
}

/**
 * @param {Uint8Array} exports   what the section holds
 * @returns {Buffer} the section
 */
function withoutInternal(exports) {
  let [left, at] = readNumber(exports, 0);
  const kept = [];
  for (; left > 0; left--) {
    const [length, begin] = readNumber(exports, at);
    const name = Buffer.from(exports.subarray(begin, begin + length)).toString();
    const [, end] = readNumber(exports, begin + length + 1);
    if (!INTERNAL.test(name)) kept.push(exports.subarray(at, end));
    at = end;
  }
  const body = Buffer.concat([writeNumber(kept.length), ...kept]);
  return Buffer.concat([Buffer.from([EXPORT]), writeNumber(body.length), body]);
}

/** @param {Uint8Array} module @returns {Buffer} */
export function shippedModule(module) {
  const kept = [module.subarray(0, HEADER)];
  for (let at = HEADER; at < module.length;) {
    const id = module[at];
    const [size, begin] = readNumber(module, at + 1);
    const end = begin + size;
    if (id === EXPORT) kept.push(withoutInternal(module.subarray(begin, end)));
    else if (id !== CUSTOM) kept.push(module.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
