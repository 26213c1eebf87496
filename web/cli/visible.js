/**
 * Text for a terminal, which takes some characters for commands: they are shown as Python escapes
 * them, and so are those that turn the direction of what follows.
 */
// eslint-disable-next-line no-control-regex -- these are what it is about
const COMMANDS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @param {string} character */
function escaped(character) {
  const code = character.charCodeAt(0);
  const [letter, digits] = code < 0x100 ? ['x', 2] : ['u', 4];
  return `\\${letter}${code.toString(16).padStart(digits, '0')}`;
}

/** @param {string} text */
export function visible(text) {
  return text.replace(COMMANDS, escaped);
}
