/** Every panel says the same at every step, wherever the learner came from. */
import { expect, test } from '@playwright/test';
import { runtime } from '../lessons/support/run-in-node.js';
import { openLesson } from './support/lesson-page.js';

/** @typedef {import('./support/lesson-page.js').LessonElement} LessonElement */

/** In all lessons together they are more than 500. */
const SEEKS = 40;

for (const { folder } of runtime.lessons) {
  test(`${folder}: at every step the panels agree`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width: 1440, height: 900 });
    const { errors } = await openLesson(page, folder);
    const { steps, disagreements } = await page.evaluate(comparePanels);
    expect(steps).toBeGreaterThan(10);
    expect(disagreements.slice(0, 5)).toEqual([]);
    expect(errors).toEqual([]);
  });

  test(`${folder}: a seek to any step shows what a fresh visit shows`, async ({
    page,
    context,
  }) => {
    test.slow();
    const { slider } = await openLesson(page, folder);
    const { positions, differences } = await page.evaluate(seekAnywhere, SEEKS);
    expect(differences).toEqual([]);

    const last = /** @type {number} */ (positions.at(-1));
    await expect(slider).toHaveValue(String(last));
    const visit = await context.newPage();
    await openLesson(visit, folder, `#step=${last}`);
    // The timeline is told of its width a frame later.
    await expect(async () => {
      expect(await visit.evaluate(shown)).toBe(await page.evaluate(shown));
    }).toPass({ timeout: 5000 });
  });
}

/** Runs in the page. */
function shown() {
  return document.getElementById('lesson')?.shadowRoot?.innerHTML;
}

/**
 * Runs in the page. Seeks by the slider, a key or a click on the timeline, in turn, and compares
 * with what stood there when the run was stepped through.
 *
 * @param {number} seeks
 */
function seekAnywhere(seeks) {
  const root = /** @type {ShadowRoot} */ (document.getElementById('lesson')?.shadowRoot);
  const slider = /** @type {HTMLInputElement} */ (root.querySelector('input[aria-label=Step]'));
  const lanes = /** @type {HTMLElement} */ (root.querySelector('.lanes'));
  const last = Number(slider.max);
  /** @param {number} position */
  const slideTo = (position) => {
    slider.value = String(position);
    slider.dispatchEvent(new Event('input'));
  };
  /** @param {string} key */
  const press = (key) =>
    slider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
  /** @param {number} share */
  const clickTimeline = (share) => {
    const { left, top, width } = lanes.getBoundingClientRect();
    lanes.dispatchEvent(new MouseEvent('click', { clientX: left + share * width, clientY: top }));
  };

  const there = [root.innerHTML];
  for (let position = 1; position <= last; position++) {
    press('ArrowRight');
    there.push(root.innerHTML);
  }
  const positions = [];
  const differences = [];
  for (let seek = 1; seek <= seeks; seek++) {
    const share = (seek * 0.618034 + last / 1000) % 1;
    const way = ['slider', 'timeline', 'moment', 'callback'][seek % 4];
    slideTo(Math.round(share * last));
    if (way === 'timeline') clickTimeline(share);
    if (way === 'moment') press(share < 0.5 ? ']' : '[');
    if (way === 'callback') {
      const event = { key: 'ArrowLeft', shiftKey: true, bubbles: true, composed: true };
      slider.dispatchEvent(new KeyboardEvent('keydown', event));
    }
    const position = Number(slider.value);
    positions.push(position);
    if (root.innerHTML !== there[position]) differences.push({ way, position });
  }
  return { positions, differences };
}

/** Runs in the page. */
function comparePanels() {
  const element = /** @type {LessonElement} */ (document.getElementById('lesson'));
  const root = /** @type {ShadowRoot} */ (element.shadowRoot);
  const { history } = element.view.session;
  /** @param {ParentNode} parent @param {string} selector */
  const texts = (parent, selector) =>
    [...parent.querySelectorAll(selector)].map((each) => each.textContent?.trim() ?? '');
  /** @param {Element} each @param {string} name */
  const number = (each, name) =>
    Number(/** @type {HTMLElement} */ (each).style.getPropertyValue(name));
  const percent = (/** @type {Element} */ each, /** @type {string} */ name) =>
    parseFloat(/** @type {HTMLElement} */ (each).style.getPropertyValue(name)) / 100;

  const forward = /** @type {HTMLElement} */ (root.querySelector('.buttons .primary'));
  /** @type {string[]} */
  const disagreements = [];
  let position = 0;
  for (; position <= history.length; position++) {
    if (position > 0) forward.click();
    const event = history.at(position - 1);
    /** @param {string} what */
    const note = (what) => disagreements.push(`${position} ${event?.kind}: ${what}`);

    const tasks = [...root.querySelectorAll('.tasks tbody tr:not(.not-yet)')].map((row) => ({
      name: texts(row, '.token')[0] ?? '',
      state: texts(row, '.state')[0] ?? '',
      place: texts(row, 'td:nth-of-type(1) small')[0] ?? '',
      on: texts(row, 'td:nth-of-type(2) > span')[0] ?? '',
    }));
    const running = tasks.filter(({ state }) => state === 'Running');
    if (running.length > 1) note('several tasks run');

    const card = texts(root, '.running-slot .who')[0];
    for (const { name } of running) if (card !== name) note(`${name} runs, the card says ${card}`);

    const queue = texts(root, '.queue .card:not([data-cancelled]) .who');
    for (const { name, state, place, on } of tasks) {
      if (state === 'Waiting' && (on === '' || on === 'nothing')) note(`${name} waits for nothing`);
      const wanted = /^number (\d+)/.exec(place)?.[1] ?? (place === 'next to run' ? '1' : '');
      if (wanted && queue[Number(wanted) - 1] !== name)
        note(`${name} is not ${wanted} in the queue`);
      const isTold = event?.kind === 'TASK_CREATED' || event?.kind === 'TASK_WAITS';
      if (state === 'Ready' && !queue.includes(name) && card !== name && !isTold) {
        note(`${name} is ready, but not in the queue`);
      }
      if (queue.includes(name) && state !== 'Ready' && state !== 'Running' && state !== 'Done') {
        note(`${name} is in the queue, but ${state}`);
      }
    }

    /** @type {Map<string, string>} what the flags say, by task and line */
    const flags = new Map();
    root.querySelectorAll('.listing.python .line').forEach((line, index) => {
      for (const flag of line.querySelectorAll('.flag')) {
        for (const words of (flag.getAttribute('title') ?? '').split(', ')) {
          const [name = '', state = ''] = words.split(': ');
          flags.set(`${name} at line ${index + 1}`, state);
        }
      }
    });
    for (const { name, state, place } of tasks) {
      if (!place.startsWith('at line')) continue;
      const flag = flags.get(`${name} ${place}`);
      if (flag !== state) note(`${name} ${place} is ${state}, its flag says ${flag}`);
    }

    const now = number(/** @type {Element} */ (root.querySelector('.cursor')), '--now');
    for (const { name, state } of tasks) {
      const row = tasks.findIndex((each) => each.name === name);
      const lane = root.querySelectorAll('.lane')[row];
      const drawn = [...(lane?.querySelectorAll('.segment') ?? [])].find((each) => {
        const from = percent(each, 'inset-inline-start');
        const to = from + percent(each, 'inline-size');
        return from <= now + 1e-5 && now < to - 2e-5;
      });
      const words = drawn?.getAttribute('data-state') ?? 'done';
      if (words !== state.toLowerCase() && position < history.length) {
        note(`${name} is ${state}, its lane says ${words}`);
      }
    }
  }
  return { steps: position, disagreements };
}
