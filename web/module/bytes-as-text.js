/**
 * Bytes as printable ASCII, for a string in a script: nothing needs an escape, `<` does not occur, and
 * since a byte is always the same characters, brotli packs the text nearly as well as the bytes. The
 * most frequent values are one character each, the others two: which, the text begins with.
 */

const VALUES = [...Array(0x100).keys()];
const DIGITS = digits();
/** What stands before a digit that means so many times as many values more. */
const PREFIXES = ['', ' ', '!'];
const FREQUENT = '#';
const RARE = '$';

function digits() {
  let all = '';
  for (let code = 0x23; code < 0x7f; code++) all += String.fromCharCode(code);
  return all.replace(/[\\<]/g, '');
}

/** @param {string} kinds   of each value @returns {number[]} the values, the frequent ones first */
function inOrder(kinds) {
  return [FREQUENT, RARE].flatMap((kind) => VALUES.filter((value) => kinds[value] === kind));
}

/** @param {Uint8Array} bytes */
export function bytesToText(bytes) {
  const counts = VALUES.map(() => 0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const byCount = [...VALUES].sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  const frequent = new Set(byCount.slice(0, DIGITS.length));
  const kinds = VALUES.map((value) => (frequent.has(value) ? FREQUENT : RARE)).join('');
  /** @type {string[]} */
  const written = [];
  inOrder(kinds).forEach((value, place) => {
    const prefix = PREFIXES[Math.floor(place / DIGITS.length)];
    written[value] = `${prefix}${DIGITS[place % DIGITS.length]}`;
  });
  return kinds + Array.from(bytes, (byte) => written[byte]).join('');
}

/** @param {string} text of {@link bytesToText} @returns {Uint8Array<ArrayBuffer>} */
export function textToBytes(text) {
  const values = inOrder(text);
  const places = new Uint8Array(0x80);
  for (let place = 0; place < DIGITS.length; place++) places[DIGITS.charCodeAt(place)] = place;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let more = 0;
  for (let index = VALUES.length; index < text.length; index++) {
    const prefix = PREFIXES.indexOf(text[index] ?? '');
    if (prefix > 0) more = prefix * DIGITS.length;
    else {
      const place = more + /** @type {number} */ (places[text.charCodeAt(index)]);
      bytes[length++] = /** @type {number} */ (values[place]);
      more = 0;
    }
  }
  return bytes.slice(0, length);
}
