/** Changes bytes at random, as fuzzers do; the same random numbers change them the same way. */

/** @typedef {(limit: number) => number} Random   an integer from 0 to limit - 1 */

const MOST_CHANGES = 6;
const LONGEST_PIECE = 64;
const TELLING_BYTES = [0, 1, 2, 0x22, 0x2d, 0x3a, 0x5c, 0x7f, 0x80, 0xc0, 0xff];
const TELLING_NUMBERS = [0, 1, 2, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/**
 * @param {Buffer} bytes
 * @param {readonly Buffer[]} others   whose pieces may come in
 * @param {Random} random
 * @returns {Buffer}
 */
function changeOnce(bytes, others, random) {
  const at = random(bytes.length + 1);
  const size = 1 + random(LONGEST_PIECE);
  const before = bytes.subarray(0, at);
  switch (random(7)) {
    case 0: {
      const changed = Buffer.from(bytes);
      if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << random(8));
      return changed;
    }
    case 1: {
      const changed = Buffer.from(bytes);
      if (at < changed.length) changed[at] = TELLING_BYTES[random(TELLING_BYTES.length)] ?? 0;
      return changed;
    }
    case 2: {
      const changed = Buffer.from(bytes);
      const place = at - (at % 4);
      const number = TELLING_NUMBERS[random(TELLING_NUMBERS.length)] ?? 0;
      if (place + 4 <= changed.length) changed.writeUInt32LE(number, place);
      return changed;
    }
    case 3:
      return Buffer.concat([before, bytes.subarray(at + size)]);
    case 4:
      return Buffer.concat([before, bytes.subarray(at, at + size), bytes.subarray(at)]);
    case 5: {
      const other = others[random(others.length)] ?? bytes;
      const from = random(other.length + 1);
      return Buffer.concat([before, other.subarray(from, from + size), bytes.subarray(at)]);
    }
    default: {
      const other = others[random(others.length)] ?? bytes;
      return Buffer.concat([before, other.subarray(at)]);
    }
  }
}

/**
 * @param {readonly Buffer[]} inputs
 * @param {Random} random
 * @returns {Buffer} one of them, changed
 */
export function mutate(inputs, random) {
  let changed = inputs[random(inputs.length)] ?? Buffer.alloc(0);
  for (let left = 1 + random(MOST_CHANGES); left > 0; left--) {
    changed = changeOnce(changed, inputs, random);
  }
  return changed;
}

/**
 * Changes whole records of a trace, or a field of one, so that most of what comes out can be read.
 * @param {Buffer} records
 * @param {Random} random
 * @param {number} size   of a record
 * @returns {Buffer}
 */
export function mutateRecords(records, random, size) {
  let changed = Buffer.from(records);
  for (let left = 1 + random(MOST_CHANGES); left > 0; left--) {
    const count = changed.length / size;
    if (!count) break;
    const from = random(count) * size;
    const record = changed.subarray(from, from + size);
    const to = random(count + 1) * size;
    switch (random(4)) {
      case 0:
        changed = Buffer.concat([changed.subarray(0, from), changed.subarray(from + size)]);
        break;
      case 1:
        changed = Buffer.concat([changed.subarray(0, to), record, changed.subarray(to)]);
        break;
      case 2: {
        const field = 4 * random(size / 4);
        const number = random(3) ? random(40) : (TELLING_NUMBERS[random(8)] ?? 0);
        changed.writeUInt32LE(number, from + field);
        break;
      }
      default:
        changed.writeDoubleLE([NaN, -1, Infinity, 1e300, 0][random(5)] ?? 0, from + 8 * random(2));
    }
  }
  return changed;
}
