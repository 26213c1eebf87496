import { h } from './dom.js';

/**
 * `name` in a sentence is code.
 *
 * @param {string} text
 */
export function sentence(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', null, part) : part));
}
