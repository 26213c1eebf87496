import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { copyFile, cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { fulfillFrom, openPage } from './support/page.js';

/** @typedef {import('../../web/element/lesson-element.js').AsyncioLesson} AsyncioLesson */

/** The tutorial's, as others see it. */
const OTHER = 'https://tour.example/';

/** @param {import('@playwright/test').Locator} element */
function stepper(element) {
  return element.getByRole('slider', { name: 'Step', exact: true });
}

test('ten elements fetch one module, a wrong one and a trap leave eight, under a strict CSP', async ({
  page,
}) => {
  await promisify(execFile)('make', ['lesson', 'DIR=tests/page/odd/01-trap']);
  const others = /** @type {Record<number, string>} */ ({
    2: 'lesson="01-trap" module="/01-trap.wasm" lessons="/01-trap.json"',
    4: 'lesson="99-nothing"',
  });
  const elements = Array.from(
    { length: 10 },
    (_, index) => `<asyncio-lesson ${others[index] ?? 'lesson="6"'}></asyncio-lesson>`,
  );
  const { errors, requests } = await openPage(page, elements.join(''), {
    files: {
      '/01-trap.wasm': { body: await readFile('dist/01-trap.wasm') },
      '/01-trap.json': { body: await readFile('dist/01-trap.json') },
    },
  });
  const all = page.locator('asyncio-lesson');
  for (let index = 0; index < 10; index++) {
    await all.nth(index).scrollIntoViewIfNeeded();
    if (index !== 4) await expect(stepper(all.nth(index))).toBeVisible();
  }
  await expect(all.nth(2).getByRole('alert')).toContainText('The program broke down');
  await expect(all.nth(4).getByRole('alert')).toHaveText(/There is no lesson "99-nothing"/);
  for (let index = 0; index < 10; index++) {
    if (index === 4) continue;
    const forward = all.nth(index).getByRole('button', { name: 'Forward', exact: true });
    await forward.click();
    await expect(stepper(all.nth(index))).toHaveValue('1');
  }
  expect(requests.filter((name) => name.endsWith('.js')).sort()).toEqual([
    '/element.js',
    '/lesson-parts.js',
  ]);
  expect(errors).toEqual([]);
});

test('it loads nothing of weight before it is seen', async ({ page }) => {
  const { requests } = await openPage(
    page,
    '<div class="far"></div><asyncio-lesson lesson="6"></asyncio-lesson>',
    { csp: '', head: '<style>.far { height: 5000px }</style>' },
  );
  await page.waitForFunction(() => customElements.get('asyncio-lesson'));
  expect(requests).not.toContain('/lesson-parts.js');
  await page.evaluate(() => document.querySelector('asyncio-lesson')?.scrollIntoView());
  await expect(stepper(page.locator('asyncio-lesson'))).toBeVisible();
});

test('attributes, methods and events', async ({ page }) => {
  const { errors } = await openPage(
    page,
    '<asyncio-lesson lesson="06-cancel" step="12" knobs="work_seconds=4" lang="c" theme="dark" panels="code,stepper,timeline"></asyncio-lesson>',
  );
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('12');
  await expect(element.locator('.why-pane')).toBeHidden();
  await expect(element.locator('.code-pane')).toBeVisible();
  expect(await element.evaluate((each) => getComputedStyle(each).colorScheme)).toBe('dark');
  const told = await element.evaluate(async (each) => {
    const lesson = /** @type {AsyncioLesson} */ (each);
    /** @type {unknown[]} */
    const events = [];
    lesson.addEventListener('step', (event) => {
      const { position, event: of } = /** @type {CustomEvent} */ (event).detail;
      events.push([position, of.seq]);
    });
    lesson.addEventListener('complete', () => events.push('complete'));
    await lesson.step();
    await lesson.back();
    await lesson.seek(1_000_000);
    lesson.setAttribute('step', '3');
    return { events, position: lesson.position };
  });
  expect(told.events.slice(0, 2)).toEqual([
    [13, 13],
    [12, 12],
  ]);
  expect(told.events).toContain('complete');
  expect(told.position).toBe(3);
  expect(errors).toEqual([]);
});

test('what stands in the element shows until the lesson does, and where it cannot', async ({
  page,
}) => {
  const { errors } = await openPage(
    page,
    `<asyncio-lesson lesson="6"><p>Read on</p></asyncio-lesson>
    <asyncio-lesson lesson="nothing"><p>Read this</p></asyncio-lesson>`,
  );
  await expect(stepper(page.locator('asyncio-lesson').first())).toBeVisible();
  await expect(page.getByText('Read on')).toBeHidden();
  await page.locator('asyncio-lesson').last().scrollIntoViewIfNeeded();
  await expect(page.getByRole('alert')).toHaveText(
    /^The lesson cannot be played here, only read\./,
  );
  await expect(page.getByText('Read this')).toBeVisible();
  expect(errors).toEqual([]);
});

test('another lesson takes the place of the one that shows, and its keys', async ({ page }) => {
  const { errors } = await openPage(page, '<asyncio-lesson lesson="6" step="9"></asyncio-lesson>');
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('9');
  await element.evaluate(async (each) => {
    const lesson = /** @type {AsyncioLesson} */ (each);
    // Only the last one is wanted.
    lesson.setAttribute('lesson', '7');
    lesson.setAttribute('lesson', 'nothing');
    lesson.setAttribute('lesson', '8');
    await lesson.step();
  });
  await expect(element.getByRole('heading', { name: /shield/ })).toBeVisible();
  await expect(stepper(element)).toHaveCount(1);
  await stepper(element).press('ArrowLeft');
  await expect(stepper(element)).toHaveValue('9');
  await stepper(element).press('ArrowRight');
  await expect(stepper(element)).toHaveValue('10');
  expect(errors).toEqual([]);
});

test('an element that is moved goes on, one that is taken out ends', async ({ page }) => {
  await openPage(page, '<asyncio-lesson lesson="6" step="9"></asyncio-lesson><section></section>');
  const element = page.locator('asyncio-lesson');
  await stepper(element).press('ArrowRight');
  await element.evaluate((each) => document.querySelector('section')?.append(each));
  await expect(stepper(page.locator('section asyncio-lesson'))).toHaveValue('10');
  const said = await element.evaluate(async (each) => {
    each.remove();
    await Promise.resolve();
    return /** @type {AsyncioLesson} */ (each).step().catch((error) => [error.name, error.message]);
  });
  expect(said).toEqual(['LessonElementError', 'This element is in no page.']);
});

test('options come from the page, before the element is defined, too', async ({ page }) => {
  await openPage(
    page,
    `<asyncio-lesson lesson="6"></asyncio-lesson>
    <script>
      places = [];
      const element = document.querySelector('asyncio-lesson');
      element.options = () => ({ place: { position: 4 }, onChange: (place) => places.push(place.position) });
      element.addEventListener('step', ({ detail }) => places.push(detail.position));
    </script>`,
    { csp: '' },
  );
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('4');
  await stepper(element).press('ArrowRight');
  expect(await page.evaluate('places')).toEqual([5, 5]);
});

for (const [attribute, value, message] of [
  ['step', '-1', /step is a number of events/],
  ['rate', 'fast', /rate is one of 0.25, 0.5, 1, 2, 4, 8, not "fast"/],
  ['lang', 'rust', /lang is one of python, c, both, not "rust"/],
  ['theme', 'pink', /theme is one of light, dark/],
  ['panels', 'code,cod', /a panel is one of prose, .*, not "cod"/],
  ['knobs', 'work=1', /There is no knob "work"/],
  ['knobs', 'work_seconds=1e9', /work_seconds is a whole number from/],
  ['module', './a.wasm', /module and lessons go together/],
]) {
  test(`a wrong attribute is told: ${attribute}="${value}"`, async ({ page }) => {
    await openPage(page, `<asyncio-lesson lesson="6" ${attribute}="${value}"></asyncio-lesson>`);
    await expect(page.locator('asyncio-lesson').getByRole('alert')).toHaveText(message ?? '');
  });
}

test('a wrong attribute of a lesson that shows leaves it as it is, and is told', async ({
  page,
}) => {
  await openPage(page, '<asyncio-lesson lesson="6" step="9"></asyncio-lesson>');
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toHaveValue('9');
  const message = await element.evaluate(async (each) => {
    const told = new Promise((resolve) =>
      each.addEventListener('error', (event) =>
        resolve(/** @type {CustomEvent} */ (event).detail.message),
      ),
    );
    each.setAttribute('rate', '3');
    return told;
  });
  expect(message).toMatch(/rate is one of/);
  await expect(element.getByRole('status').last()).toHaveText(/rate is one of/);
  await expect(stepper(element)).toHaveValue('9');
});

test('methods refuse what is wrong', async ({ page }) => {
  await openPage(page, '<asyncio-lesson lesson="6"></asyncio-lesson>');
  const said = await page.locator('asyncio-lesson').evaluate(async (each) => {
    const lesson = /** @type {AsyncioLesson} */ (each);
    const nameOf = (/** @type {Promise<unknown>} */ promise) =>
      promise.then(
        () => 'done',
        (error) => error.name,
      );
    return [
      await nameOf(lesson.seek(-1)),
      await nameOf(lesson.seek(NaN)),
      await nameOf(lesson.run({ work_seconds: 1e9 })),
      await nameOf(lesson.run({ work: 1 })),
      await nameOf(lesson.run({ work_seconds: 3 })),
      lesson.playing,
    ];
  });
  expect(said).toEqual([
    ...['LessonElementError', 'LessonElementError', 'KnobError', 'KnobError'],
    ...['done', true],
  ]);
});

test('an answer to a question is an event', async ({ page }) => {
  await openPage(
    page,
    '<asyncio-lesson lesson="5" panels="knobs,why,stepper,timeline"></asyncio-lesson>',
  );
  const element = page.locator('asyncio-lesson');
  const predicted = element.evaluate(
    (each) =>
      new Promise((resolve) => {
        each.addEventListener('predict', (event) =>
          resolve(/** @type {CustomEvent} */ (event).detail.right),
        );
      }),
  );
  await element.getByRole('switch', { name: 'Stop and let me predict' }).click();
  await element.getByRole('combobox', { name: 'Speed' }).selectOption('8');
  await element.getByRole('button', { name: 'Play', exact: true }).click();
  await element.getByRole('spinbutton', { name: 'Seconds', exact: true }).fill('99');
  await element.getByRole('button', { name: 'Answer', exact: true }).click();
  expect(await predicted).toBe(false);
});

test('with predict Play stops at a question, which shows whatever panels do', async ({ page }) => {
  await openPage(page, '<asyncio-lesson lesson="5" panels="stepper" predict></asyncio-lesson>');
  const element = page.locator('asyncio-lesson');
  const question = element.getByRole('region', { name: 'Question' });
  await element.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(question).toContainText('How many seconds');
  await expect(element.getByRole('region', { name: 'Why' })).toBeHidden();
  await question.getByRole('button', { name: 'Skip' }).click();
  await expect(question).toBeHidden();
});

test('styles leak neither in nor out', async ({ page }) => {
  await openPage(page, '<button>Mine</button><asyncio-lesson lesson="6"></asyncio-lesson>', {
    head: '<link rel="stylesheet" href="/page.css">',
    files: { '/page.css': { body: 'button { color: rgb(1, 2, 3); }' } },
  });
  const play = page.locator('asyncio-lesson').getByRole('button', { name: 'Play', exact: true });
  await expect(play).toBeVisible();
  const colour = (/** @type {Element} */ each) => getComputedStyle(each).color;
  expect(await play.evaluate(colour)).not.toBe('rgb(1, 2, 3)');
  const mine = page.locator('body > button');
  expect(await mine.evaluate(colour)).toBe('rgb(1, 2, 3)');
  expect(await mine.evaluate((each) => getComputedStyle(each).fontFamily)).not.toContain(
    'system-ui',
  );
});

test('an iframe tells its height, and does what its page asks', async ({ page }) => {
  await page.route(`${OTHER}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return fulfillFrom(route, 'dist/site', pathname);
  });
  await openPage(page, EXAMPLES[2] ?? '', { csp: '' });
  const frame = page.locator('iframe');
  await expect.poll(() => frame.getAttribute('height').then(Number)).toBeGreaterThan(200);
  const slider = page.frameLocator('iframe').getByRole('slider', { name: 'Step', exact: true });
  await page.evaluate(() => {
    const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
    for (const wrong of [null, 'seek', { type: 'asyncio-lesson', action: 'constructor' }]) {
      contentWindow?.postMessage(wrong, 'https://tour.example');
    }
    const right = { type: 'asyncio-lesson', action: 'seek', position: 7 };
    contentWindow?.postMessage(right, 'https://tour.example');
  });
  await expect(slider).toHaveValue('7');
});

const EXAMPLES = [
  ...(await readFile('web/examples/README.md', 'utf8')).matchAll(/```html\n([^]*?)```/g),
].map(([, html]) => html ?? '');

test('the example of a page works as it is', async ({ page }) => {
  const { errors } = await openPage(page, EXAMPLES[0] ?? '');
  await expect(stepper(page.locator('asyncio-lesson'))).toBeVisible();
  expect(errors).toEqual([]);
});

test('the example of your own lesson plays it', async ({ page }) => {
  await cp('tests/embed/fixtures/01-meeting', 'build/own-lesson/01-mine', { recursive: true });
  await promisify(execFile)('make', ['lesson', 'DIR=build/own-lesson/01-mine']);
  const { errors } = await openPage(page, EXAMPLES[3] ?? '', {
    files: {
      '/01-mine.wasm': { body: await readFile('dist/01-mine.wasm') },
      '/01-mine.json': { body: await readFile('dist/01-mine.json') },
    },
  });
  const element = page.locator('asyncio-lesson');
  await expect(
    element.getByRole('heading', { name: 'Awaiting a task from elsewhere' }),
  ).toBeVisible();
  await element.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(stepper(element)).toHaveValue('1');
  expect(errors).toEqual([]);
});

test('one script makes the element in a page opened from a disk', async ({ page }, testInfo) => {
  const file = testInfo.outputPath('page.html');
  await copyFile('dist/package/element.global.js', testInfo.outputPath('element.global.js'));
  await writeFile(file, EXAMPLES[1] ?? '');
  await page.goto(pathToFileURL(file).href);
  await expect(stepper(page.locator('asyncio-lesson'))).toBeVisible();
});

test('the single file is the whole tutorial, from a disk', async ({ page }) => {
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(pathToFileURL(path.resolve('dist/asyncio-tour.html')).href);
  await page.locator('.lesson-list a').nth(5).click();
  await expect(stepper(page.locator('asyncio-lesson'))).toBeVisible();
  expect(new URL(page.url()).hash).toBe('#06-cancel');
  await stepper(page.locator('asyncio-lesson')).fill('42');
  await page.reload();
  await expect(stepper(page.locator('asyncio-lesson'))).toHaveValue('42');
  expect(errors).toEqual([]);
});

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('after one visit every lesson works offline', async ({ page, context }) => {
    await page.goto(`${process.env.SITE_URL}index.html`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) {
        await new Promise((resolve) =>
          navigator.serviceWorker.addEventListener('controllerchange', resolve),
        );
      }
    });
    await context.setOffline(true);
    await page.goto(`${process.env.SITE_URL}13-call-soon.html`);
    await expect(page.locator('#lesson[data-live]')).toBeVisible();
  });
});
