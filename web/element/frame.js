/**
 * The page for an iframe: `embed.html?lesson=06-cancel&panels=code,timeline&origin=https://...` has
 * the attributes of the element as its options; without a lesson it is the first. It tells its
 * height to the page around it, and does what the page of that `origin` asks:
 * `{ type: 'asyncio-lesson', action: 'play' }`.
 *
 * Not `module` and `lessons`: a lesson brings HTML along, and whoever writes the address is not
 * whoever may put HTML into this site.
 */
import './index.js';

/** @typedef {import('./lesson-element.js').AsyncioLesson} AsyncioLesson */

const ATTRIBUTES = [
  'lesson',
  'step',
  'panels',
  'knobs',
  'lang',
  'theme',
  'autoplay',
  'rate',
  'predict',
];

const ACTIONS = /** @type {const} */ (['play', 'pause', 'step', 'back', 'seek', 'run']);

/**
 * @param {unknown} message
 * @returns {{ action: typeof ACTIONS[number], position: number } | null} null: nothing for us
 */
export function readMessage(message) {
  const { type, action, position = 0 } = /** @type {Record<string, unknown>} */ (message ?? {});
  const known = ACTIONS.find((each) => each === action);
  if (type !== 'asyncio-lesson' || !known) return null;
  if (typeof position !== 'number' || !Number.isInteger(position) || position < 0) return null;
  return { action: known, position };
}

/** @param {AsyncioLesson} element @param {{ action: typeof ACTIONS[number], position: number }} request */
function perform(element, { action, position }) {
  return action === 'seek' ? element.seek(position) : element[action]();
}

function start() {
  const options = new URLSearchParams(location.search);
  const element = /** @type {AsyncioLesson} */ (document.createElement('asyncio-lesson'));
  element.setAttribute('lesson', '1');
  for (const name of ATTRIBUTES) {
    const value = options.get(name);
    if (value !== null) element.setAttribute(name, value);
  }
  document.body.append(element);

  const origin = options.get('origin');
  if (parent === window) return;
  new ResizeObserver(() => {
    const { height } = element.getBoundingClientRect();
    // Its height is seen by whoever embeds it: without an origin, any page may know.
    parent.postMessage({ type: 'asyncio-lesson', height: Math.ceil(height) }, origin ?? '*');
  }).observe(element);
  addEventListener('message', (event) => {
    if (event.source !== parent || event.origin !== origin) return;
    const request = readMessage(event.data);
    if (request) perform(element, request).catch(() => {});
  });
}

if (globalThis.document) start();
