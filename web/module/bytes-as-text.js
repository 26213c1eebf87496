/**
 * Bytes as printable ASCII, for a string in a script: nothing needs an escape, `<` does not occur, and
 * since a byte is always the same characters, brotli packs the text nearly as well as the bytes.
 */

const DIGITS = digits();
/** What stands before a digit that means `base` or `2 * base` more. */
const PREFIXES = ['', ' ', '!'];

function digits() {
  let all = '';
  for (let code = 0x23; code < 0x7f; code++) all += String.fromCharCode(code);
  return all.replace(/[\\<]/g, '');
}

/** @param {Uint8Array} bytes */
export function bytesToText(bytes) {
  const base = DIGITS.length;
  let text = '';
  for (const byte of bytes) text += `${PREFIXES[Math.floor(byte / base)]}${DIGITS[byte % base]}`;
  return text;
}

/** @param {string} text of {@link bytesToText} @returns {Uint8Array<ArrayBuffer>} */
export function textToBytes(text) {
  const values = new Uint8Array(0x80);
  for (let value = 0; value < DIGITS.length; value++) values[DIGITS.charCodeAt(value)] = value;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let more = 0;
  for (let index = 0; index < text.length; index++) {
    const prefix = PREFIXES.indexOf(text[index] ?? '');
    if (prefix > 0) more = prefix * DIGITS.length;
    else {
      bytes[length++] = more + /** @type {number} */ (values[text.charCodeAt(index)]);
      more = 0;
    }
  }
  return bytes.slice(0, length);
}
