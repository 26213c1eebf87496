/**
 * Runs in the page: forward from the start to the end of the lesson, and back, and where the page on
 * the way back differs.
 */
export function walkThereAndBack() {
  const root = /** @type {ShadowRoot} */ (document.getElementById('lesson')?.shadowRoot);
  /** @param {string} name */
  const click = (name) => {
    const buttons = [...root.querySelectorAll('.buttons button')];
    const button = buttons.find((each) => each.textContent === name);
    if (button?.ariaDisabled === 'true') return false;
    /** @type {HTMLElement} */ (button).click();
    return true;
  };
  const shown = () => root.innerHTML;
  const there = [shown()];
  while (click('Forward')) there.push(shown());
  const back = [/** @type {string} */ (there.at(-1))];
  while (click('Back')) back.push(shown());
  back.reverse();
  const differences = there.flatMap((before, step) => {
    const after = back[step] ?? '';
    if (after === before) return [];
    const at = [...before].findIndex((letter, place) => letter !== after[place]);
    const [was, is] = [before, after].map((html) => html.slice(Math.max(0, at - 60), at + 60));
    return [{ step, was, is }];
  });
  return { steps: there.length, differences: differences.slice(0, 3) };
}
