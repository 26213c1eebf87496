/* global document, HTMLElement, requestAnimationFrame */
/**
 * What is done to a lesson on screen, and how long it takes. Playwright runs these functions in the
 * page, so each stands by itself.
 */

/**
 * Does something to the lesson `count` times, and leaves marks in the browser's trace: where each
 * action begins, where its script has run, and where the browser knows the new layout. The first
 * actions are the first ones of the visit: their code has not been compiled yet.
 *
 * @param {{ action: 'step' | 'seek' | 'scroll' | 'knob', count: number }} order
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
  for (let index = 1; index <= count; index++) {
    if (action === 'step') set(slider, anywhere(index));
    void document.body.offsetHeight;
    performance.mark('action begins');
    actions[action](index);
    performance.mark('action has run');
    void find('.frame').getBoundingClientRect();
    performance.mark('action is laid out');
  }
}

/**
 * Takes the first step as soon as there is a button for it.
 * @returns {Promise<{ laidOut: number, shown: number }>} milliseconds from the start of the visit,
 *   until the browser knows the layout of that step, and until it has painted the frame
 */
export function timeFirstStep() {
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      const root = document.getElementById('lesson')?.shadowRoot;
      const forward = root?.querySelector('.buttons .primary');
      if (!(forward instanceof HTMLElement)) return;
      clearInterval(watch);
      forward.click();
      root?.querySelector('.frame')?.getBoundingClientRect();
      const laidOut = performance.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve({ laidOut, shown: performance.now() });
        port2.postMessage(null);
      });
    });
  });
}
