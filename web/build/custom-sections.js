/** The custom sections of a wasm module: names of its functions, what made it. */

const HEADER = 8;
const CUSTOM = 0;

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

/**
 * @param {Uint8Array} module
 * @returns {Buffer} the module without them: it runs as before
 */
export function withoutCustomSections(module) {
  const kept = [module.subarray(0, HEADER)];
  for (let at = HEADER; at < module.length;) {
    const [size, begin] = readNumber(module, at + 1);
    const end = begin + size;
    if (module[at] !== CUSTOM) kept.push(module.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
