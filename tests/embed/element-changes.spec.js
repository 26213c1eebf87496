/** What becomes of an element whose attributes change, that waits for a lesson, or that is moved about. */
import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { openPage } from './support/page.js';

/** @typedef {import('../../web/element/lesson-element.js').AsyncioLesson} AsyncioLesson */

/** @param {import('@playwright/test').Locator} element */
function stepper(element) {
  return element.getByRole('slider', { name: 'Step', exact: true });
}

/** Two lessons of somebody's: folders of tests of the page. */
const OWN = ['01-trap', '02-deadlock'];

async function ownFiles() {
  /** @type {Record<string, { body: Buffer }>} */
  const files = {};
  for (const name of OWN) {
    await promisify(execFile)('make', ['lesson', `DIR=tests/page/odd/${name}`]);
    for (const kind of ['wasm', 'json'])
      files[`/${name}.${kind}`] = { body: await readFile(`dist/${name}.${kind}`) };
  }
  return files;
}

/**
 * Sets attributes in one go, null: away, and waits for what shows then.
 * @param {import('@playwright/test').Locator} element
 * @param {Record<string, string | null>} attributes
 */
function change(element, attributes) {
  return element.evaluate((each, all) => {
    for (const [name, value] of Object.entries(all)) {
      if (value === null) each.removeAttribute(name);
      else each.setAttribute(name, value);
    }
  }, attributes);
}

/** Those that differ from the lesson's own. @param {import('@playwright/test').Locator} element */
function knobsOf(element) {
  return element.evaluate((each) => /** @type {AsyncioLesson} */ (each).view?.place.knobs);
}

/** Keeps what the element tells. @param {import('@playwright/test').Locator} element */
function listen(element) {
  return element.evaluate((each) => {
    const told = /** @type {any} */ (globalThis).told ?? [];
    Object.assign(globalThis, { told });
    for (const type of ['step', 'complete', 'error'])
      each.addEventListener(type, (event) =>
        told.push([type, /** @type {CustomEvent} */ (event).detail.message ?? '']),
      );
  });
}

test('module, lessons and lesson that change together are one opening', async ({ page }) => {
  const { errors, requests } = await openPage(
    page,
    '<asyncio-lesson lesson="6" step="9"></asyncio-lesson>',
    { files: await ownFiles() },
  );
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('9');
  await listen(element);
  await change(element, { module: '/01-trap.wasm', lessons: '/01-trap.json', lesson: null });
  await expect(element.getByRole('alert')).toContainText('The program broke down');
  // Only where the lessons come from.
  await change(element, { module: '/02-deadlock.wasm', lessons: '/02-deadlock.json' });
  await expect(element.getByRole('alert')).toContainText('Deadlock');
  await change(element, { module: null, lessons: null, lesson: '8' });
  await expect(element.getByRole('heading', { name: /shield/ })).toBeVisible();
  expect(requests.filter((name) => /^\/0/.test(name))).toEqual([
    ...['/01-trap.wasm', '/01-trap.json', '/02-deadlock.wasm', '/02-deadlock.json'],
  ]);
  expect(await page.evaluate('told')).toEqual([]);
  expect(errors).toEqual([]);
});

test('of openings that overlap, the last one shows, and nothing is told of the others', async ({
  page,
}) => {
  const files = await ownFiles();
  await openPage(page, '<asyncio-lesson lesson="6"></asyncio-lesson>', { files });
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toBeVisible();
  await listen(element);
  // The first comes late and has nothing to show; the second comes later still.
  /** @type {(() => void)[]} */
  const late = [];
  for (const name of ['/nothing.wasm', '/01-trap.wasm'])
    await page.route(`**${name}`, async (route) => {
      await new Promise((resolve) => late.push(() => resolve(undefined)));
      await route.fallback();
    });
  await element.evaluate((each) => {
    const lesson = /** @type {AsyncioLesson} */ (each);
    /** @type {Promise<unknown>[]} */
    const openings = [];
    Object.assign(globalThis, { openings });
    new MutationObserver(() => openings.push(lesson.open())).observe(each, { attributes: true });
  });
  await change(element, { lesson: '1', module: '/nothing.wasm', lessons: '/01-trap.json' });
  await expect.poll(() => late.length).toBe(1);
  await change(element, { module: '/01-trap.wasm' });
  await expect.poll(() => late.length).toBe(2);
  await change(element, { lesson: '2', module: '/02-deadlock.wasm', lessons: '/02-deadlock.json' });
  await expect(element.getByRole('alert')).toContainText('Deadlock');
  for (const go of late) go();
  const opened = element.evaluate(async (each) => {
    const views = await Promise.all(/** @type {any} */ (globalThis).openings);
    return views.map((view) => view === /** @type {AsyncioLesson} */ (each).view);
  });
  expect(await opened).toEqual([true, true, true]);
  await expect(element.getByRole('alert')).toContainText('Deadlock');
  expect(await page.evaluate('told')).toEqual([]);
});

test('each attribute of a lesson that shows can change', async ({ page }) => {
  await page.setViewportSize({ width: 1700, height: 900 });
  const { errors } = await openPage(page, '<asyncio-lesson lesson="6" step="9"></asyncio-lesson>');
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('9');
  await listen(element);
  const language = element.locator('[data-language][aria-pressed=true]');
  await expect(language).toHaveText('Both');

  await change(element, { lang: 'c', rate: '4', predict: '', knobs: 'work_seconds=4,patience=2' });
  await expect(language).toHaveText('C');
  await expect(element.getByRole('combobox', { name: 'Speed' })).toHaveValue('4');
  await expect(element.getByRole('switch', { name: 'Stop and let me predict' })).toBeChecked();
  // The lesson stays where it is, with other values.
  await expect(stepper(element)).toHaveValue('9');
  expect(await knobsOf(element)).toEqual({ work_seconds: 4, patience: 2 });

  await change(element, { lang: null, rate: null, predict: null, knobs: 'patience=2', step: '3' });
  await expect(language).toHaveText('Both');
  await expect(element.getByRole('combobox', { name: 'Speed' })).toHaveValue('1');
  await expect(element.getByRole('switch', { name: 'Stop and let me predict' })).not.toBeChecked();
  await expect(stepper(element)).toHaveValue('3');
  expect(await knobsOf(element)).toEqual({ patience: 2 });

  await change(element, { knobs: null, autoplay: '' });
  await expect(element.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  expect(await knobsOf(element)).toEqual({});
  expect(
    /** @type {string[][]} */ (await page.evaluate('told')).filter(([type]) => type === 'error'),
  ).toEqual([]);
  expect(errors).toEqual([]);
});

test('attributes are properties, which frameworks set, before the element is defined, too', async ({
  page,
}) => {
  const { errors } = await openPage(
    page,
    `<asyncio-lesson></asyncio-lesson><script>
      const element = document.querySelector('asyncio-lesson');
      Object.assign(element, { lesson: 6, step: 9, predict: true, panels: 'code,stepper,timeline' });
    </script>`,
    { csp: '' },
  );
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('9');
  const read = await element.evaluate(async (each) => {
    const lesson = /** @type {AsyncioLesson} */ (each);
    const before = [lesson.lesson, lesson.predict, lesson.panels, lesson.theme];
    Object.assign(lesson, { lesson: 8, predict: false, panels: null, step: '4' });
    await lesson.step();
    return [before, lesson.getAttributeNames(), lesson.position];
  });
  expect(read).toEqual([['6', true, 'code,stepper,timeline', null], ['lesson', 'step'], 5]);
  await expect(element.getByRole('heading', { name: /shield/ })).toBeVisible();
  expect(errors).toEqual([]);
});

test('an element without a lesson waits, and loads nothing', async ({ page }) => {
  const { errors, requests } = await openPage(page, '<asyncio-lesson></asyncio-lesson>');
  const element = page.locator('asyncio-lesson');
  await expect(element.getByText('No lesson is open here.')).toBeVisible();
  await listen(element);
  await element.hover();
  const said = await element.evaluate((each) =>
    /** @type {AsyncioLesson} */ (each).play().catch(({ name, message }) => `${name}: ${message}`),
  );
  expect(said).toBe(
    'LessonElementError: There is no lesson to show: set one, as in lesson="06-cancel", or call show(session).',
  );
  expect(requests).not.toContain('/lesson-parts.js');
  await expect(element.getByRole('alert')).toHaveCount(0);
  await change(element, { lesson: '6' });
  await expect(stepper(element)).toBeVisible();
  await change(element, { lesson: null });
  await expect(element.getByText('No lesson is open here.')).toBeVisible();
  expect(await page.evaluate('told')).toEqual([]);
  expect(errors).toEqual([]);
});

test('show() in good time keeps the lesson from being loaded', async ({ page }) => {
  const { requests } = await openPage(
    page,
    `<asyncio-lesson lesson="01-trap" module="/01-trap.wasm" lessons="/01-trap.json"></asyncio-lesson>
    <script type="module">
      import { loadRuntime } from '/asyncio-tour.js';
      const runtime = await loadRuntime();
      const session = runtime.start(function* main(loop) { yield loop.sleep(1); });
      await session.run({ rate: Infinity }).finished;
      await import('/element.js');
      const waiting = document.createElement('asyncio-lesson');
      // Before it is in the page, too.
      const shown = [waiting.show(session)];
      document.body.append(waiting);
      const first = document.querySelector('asyncio-lesson');
      first.setAttribute('step', '2');
      first.setAttribute('lesson', '01-trap');
      shown.push(first.open(), first.show(session));
      Promise.all(shown).then(() => (globalThis.shown = true));
    </script>`,
    { csp: '', script: '', files: await ownFiles() },
  );
  await page.waitForFunction('globalThis.shown');
  for (const element of await page.locator('asyncio-lesson').all()) {
    await expect(element.locator('.lane')).toHaveCount(1);
  }
  expect(requests.filter((name) => name.includes('trap'))).toEqual([]);
});

test('what has been taken out of the page is gone', async ({ page }) => {
  const { errors } = await openPage(page, '<main></main>', { csp: '' });
  const client = await page.context().newCDPSession(page);
  /** @param {number} rounds */
  const fillAgain = (rounds) =>
    page.evaluate(async (count) => {
      const main = /** @type {HTMLElement} */ (document.querySelector('main'));
      const kept = /** @type {{ seen?: WeakRef<object>[] }} */ (
        /** @type {unknown} */ (globalThis)
      );
      const seen = (kept.seen ??= []);
      for (let round = 0; round < count; round++) {
        main.innerHTML = '<asyncio-lesson lesson="6" step="9" autoplay></asyncio-lesson>';
        const view = await /** @type {AsyncioLesson} */ (main.firstElementChild).open();
        seen.push(...[main.firstElementChild, view, view.player, view.session].map(ref));
      }
      main.replaceChildren();

      /** @param {any} object */
      function ref(object) {
        return new WeakRef(object);
      }
    }, rounds);
  const listeners = async () => (await client.send('Memory.getDOMCounters')).jsEventListeners;
  const alive = async () => {
    await client.send('HeapProfiler.collectGarbage');
    return page.evaluate(
      () =>
        /** @type {{ seen: WeakRef<object>[] }} */ (
          /** @type {unknown} */ (globalThis)
        ).seen.filter((each) => each.deref()).length,
    );
  };
  await page.waitForFunction(() => customElements.get('asyncio-lesson'));
  await fillAgain(5);
  await expect.poll(alive).toBe(0);
  const before = await listeners();
  await fillAgain(50);
  await expect.poll(alive).toBe(0);
  expect(await listeners()).toBe(before);
  expect(errors).toEqual([]);
});

test('an element that is taken out while it opens is quiet, and opens when it comes back', async ({
  page,
}) => {
  const { errors } = await openPage(page, '<main></main>');
  await page.waitForFunction(() => customElements.get('asyncio-lesson'));
  const said = await page.evaluate(async () => {
    const lesson = /** @type {AsyncioLesson} */ (document.createElement('asyncio-lesson'));
    lesson.setAttribute('lesson', '6');
    /** @type {string[]} */
    const told = [];
    lesson.addEventListener('error', () => told.push('error'));
    document.body.append(lesson);
    const opening = lesson.open().catch(({ message }) => message);
    lesson.remove();
    const words = await opening;
    document.body.append(lesson);
    // Moved while it opens, it goes on.
    const moved = lesson.open();
    document.querySelector('main')?.append(lesson);
    return [words, (await moved) === lesson.view, told];
  });
  const element = page.locator('main asyncio-lesson');
  expect(said).toEqual(['This element is in no page.', true, []]);
  await expect(stepper(element)).toBeVisible();
  expect(errors).toEqual([]);
});

test('it lives in the shadow root of another element', async ({ page }) => {
  const { errors } = await openPage(
    page,
    `<div class="host"></div><script>
      const inside = document.querySelector('.host').attachShadow({ mode: 'open' });
      inside.innerHTML = '<asyncio-lesson lesson="6" step="9"></asyncio-lesson>';
    </script>`,
    { csp: '' },
  );
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('9');
  await stepper(element).press('ArrowRight');
  await expect(stepper(element)).toHaveValue('10');
  expect(errors).toEqual([]);
});

test('in another document it opens anew', async ({ page }) => {
  const { errors } = await openPage(
    page,
    `<asyncio-lesson lesson="6" step="9" panels="code,stepper,timeline"></asyncio-lesson>
    <iframe width="1000" height="800"></iframe>`,
    { csp: '' },
  );
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('9');
  const looks = (/** @type {import('@playwright/test').Locator} */ each) =>
    each.locator('.frame').evaluate((frame) => getComputedStyle(frame).fontFamily);
  const here = await looks(element);
  await element.evaluate((each) => {
    // One that is not shown plays nothing.
    document.implementation.createHTMLDocument().body.append(each);
    document.querySelector('iframe')?.contentDocument?.body.append(each);
  });
  const there = page.frameLocator('iframe').locator('asyncio-lesson');
  await stepper(there).press('ArrowRight');
  await expect(stepper(there)).toHaveValue('10');
  expect(await looks(there)).toBe(here);
  await expect(there.getByRole('region', { name: 'Output' })).toBeHidden();
  expect(errors).toEqual([]);
});
