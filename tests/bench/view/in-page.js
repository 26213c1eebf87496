/* global document, HTMLElement */
/**
 * What is done to a lesson on screen, and how long it takes. Playwright runs these functions in the
 * page, so each stands by itself.
 */

/**
 * Milliseconds of each of `count` actions: until the script has run, and until the browser knows
 * the new layout.
 *
 * @typedef {{ script: number[], layout: number[] }} Times
 *
 * @param {{ action: 'step' | 'seek' | 'scroll' | 'knob', count: number }} order
 * @returns {Times}
 */
export function timeActions({ action, count }) {
  const root = /** @type {ShadowRoot} */ (document.getElementById('lesson')?.shadowRoot);
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (root.querySelector(selector));
  const slider = /** @type {HTMLInputElement} */ (find('input[aria-label=Step]'));
  const last = Number(slider.max);
  const set = (/** @type {HTMLInputElement} */ input, /** @type {number} */ value) => {
    input.value = String(value);
    input.dispatchEvent(new Event('input'));
    input.dispatchEvent(new Event('change'));
  };
  // The golden ratio's multiples are spread evenly, and no two neighbours are near.
  const anywhere = (/** @type {number} */ index) => Math.round(((index * 0.618034) % 1) * last);
  const rows = find('.rows');
  const knob = /** @type {HTMLInputElement} */ (root.querySelector('.knobs .number-field'));
  const [low, high] = [Number(knob?.max) - 1, Number(knob?.max)];

  const actions = {
    step: () => find('.buttons .primary').click(),
    seek: (/** @type {number} */ index) => set(slider, anywhere(index)),
    scroll: (/** @type {number} */ index) => {
      rows.scrollTop = anywhere(index) % rows.scrollHeight;
      rows.dispatchEvent(new Event('scroll'));
    },
    knob: (/** @type {number} */ index) => set(knob, index % 2 ? low : high),
  };
  /** @type {Times} */
  const times = { script: [], layout: [] };
  for (let index = 1; index <= count; index++) {
    if (action === 'step') set(slider, anywhere(index));
    void document.body.offsetHeight;
    const begin = performance.now();
    actions[action](index);
    const done = performance.now();
    void find('.frame').getBoundingClientRect();
    times.script.push(done - begin);
    times.layout.push(performance.now() - begin);
  }
  return times;
}

/** Milliseconds from the start of the visit until the first step is on screen. */
export function timeFirstStep() {
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      const root = document.getElementById('lesson')?.shadowRoot;
      const forward = root?.querySelector('.buttons .primary');
      if (!(forward instanceof HTMLElement)) return;
      clearInterval(watch);
      forward.click();
      root?.querySelector('.frame')?.getBoundingClientRect();
      resolve(performance.now());
    });
  });
}
