import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { copyFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startServer } from '../../web/server/static-server.js';
import { fulfillFrom, openPage } from './support/page.js';

/** @typedef {import('../../web/element/lesson-element.js').AsyncioLesson} AsyncioLesson */

/** The tutorial's, as others see it. */
const OTHER = 'https://tour.example/';

/** @param {import('@playwright/test').Locator} element */
function stepper(element) {
  return element.getByRole('slider', { name: 'Step', exact: true });
}

test('ten elements fetch one module, a trap leaves nine running, under a strict CSP', async ({
  page,
}) => {
  await promisify(execFile)('make', ['lesson', 'DIR=tests/page/odd/01-trap']);
  const trap = 'lesson="01-trap" module="/01-trap.wasm" lessons="/01-trap.json"';
  const elements = Array.from(
    { length: 10 },
    (_, index) => `<asyncio-lesson ${index === 2 ? trap : `lesson="${index + 1}"`}>`,
  );
  const { errors, requests } = await openPage(page, elements.join('</asyncio-lesson>'), {
    files: {
      '/01-trap.wasm': { body: await readFile('dist/01-trap.wasm') },
      '/01-trap.json': { body: await readFile('dist/01-trap.json') },
    },
  });
  const all = page.locator('asyncio-lesson');
  for (let index = 0; index < 10; index++) {
    await all.nth(index).scrollIntoViewIfNeeded();
    await expect(stepper(all.nth(index))).toBeVisible();
  }
  await expect(all.nth(2).getByRole('alert')).toContainText('The program broke down');
  const others = Array.from({ length: 10 }, (_, index) => index).filter((index) => index !== 2);
  expect(others).toHaveLength(9);
  for (const index of others) {
    const element = all.nth(index);
    await expect(element.getByRole('alert')).toHaveCount(0);
    await element.getByRole('button', { name: 'Forward', exact: true }).click();
    await expect(stepper(element)).toHaveValue('1');
    await element.getByRole('button', { name: 'End', exact: true }).click();
    await expect(element.getByRole('region', { name: 'Why' })).toContainText('The program ends');
  }
  expect(requests.filter((name) => /\.(js|wasm)$/.test(name)).sort()).toEqual([
    ...['/01-trap.wasm', '/element.js', '/lesson-parts.js'],
  ]);
  expect(errors).toEqual([]);
});

test('one that cannot open leaves those beside it', async ({ page }) => {
  const { errors } = await openPage(
    page,
    '<asyncio-lesson lesson="99-nothing"></asyncio-lesson><asyncio-lesson lesson="6"></asyncio-lesson>',
  );
  const all = page.locator('asyncio-lesson');
  await expect(all.first().getByRole('alert')).toHaveText(/There is no lesson "99-nothing"/);
  await all.last().getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(stepper(all.last())).toHaveValue('1');
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
    await Promise.resolve();
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

for (const [attribute, value, message] of /** @type {[string, string, RegExp][]} */ ([
  ['step', '-1', /step is a number of events/],
  ['rate', 'fast', /rate is one of 0.25, 0.5, 1, 2, 4, 8, not "fast"/],
  ['lang', 'rust', /lang is one of python, c, both, not "rust"/],
  ['theme', 'pink', /theme is one of light, dark/],
  ['panels', 'code,cod', /a panel is one of prose, .*, not "cod"/],
  ['knobs', 'work=1', /There is no knob "work"/],
  ['knobs', 'work_seconds=1e9', /work_seconds is a whole number from/],
  ['module', './a.wasm', /module and lessons go together/],
])) {
  test(`a wrong attribute is told: ${attribute}="${value}"`, async ({ page }) => {
    await openPage(page, `<asyncio-lesson lesson="6" ${attribute}="${value}"></asyncio-lesson>`);
    const element = page.locator('asyncio-lesson');
    await expect(element.getByRole('alert')).toHaveText(message);
    if (attribute === 'module') return;
    await element.evaluate((each, name) => each.removeAttribute(name), attribute);
    await expect(stepper(element)).toBeVisible();
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
  /** What each element looks like. @param {string} selector @param {string} root */
  const looks = (selector, root) =>
    page.evaluate(
      ([selector = '', root = '']) => {
        const scope = root ? document.querySelector(root)?.shadowRoot : document;
        return [...(scope?.querySelectorAll(selector) ?? [])].map((element) => {
          const style = getComputedStyle(element);
          return `${element.localName}.${element.getAttribute('class')} ${[...style]
            .filter((name) => !name.startsWith('--'))
            .map((name) => `${name}: ${style.getPropertyValue(name)}`)
            .join('; ')}`;
        });
      },
      [selector, root],
    );
  const mine = `<ul><li>Mine</li></ul><button class="play primary">Mine</button>
    <table class="tasks"><tr><th>a</th></tr></table><p class="why">Mine</p>`;
  const css = `
    body { font: italic 20px/2 serif; letter-spacing: 2px; text-align: end; text-indent: 2em;
      text-transform: uppercase; word-spacing: 4px; white-space: pre; cursor: crosshair }
    * { box-sizing: content-box; font-variant: small-caps }
    button { color: rgb(1, 2, 3) !important; padding: 30px } ul, li { list-style: square; margin: 40px }
    table, th { border: 5px solid red } p, h2 { margin: 50px } asyncio-lesson { font: 9px monospace }`;
  const lesson = '<asyncio-lesson lesson="6" step="40"></asyncio-lesson>';
  const still = { reducedMotion: /** @type {const} */ ('reduce') };
  await page.emulateMedia(still);
  const open = async (/** @type {string} */ body, /** @type {string} */ styles) => {
    await openPage(page, body, {
      script: body.includes('asyncio') ? '/element.js' : '',
      head: `<style>body { margin: 0 } ${styles}</style>`,
      csp: '',
    });
    if (body.includes('asyncio')) {
      await expect(stepper(page.locator('asyncio-lesson'))).toHaveValue('40');
    }
  };
  await open(`${mine}${lesson}`, css);
  const inside = await looks('*', 'asyncio-lesson');
  const outside = await looks('body > :not(asyncio-lesson)', '');
  await open(mine, css);
  expect(await looks('body > *', '')).toEqual(outside);
  await open(lesson, '');
  const plain = await looks('*', 'asyncio-lesson');
  expect(plain.length).toBeGreaterThan(300);
  expect(plain).toEqual(inside);
});

/** @param {import('@playwright/test').Page} page */
async function serveTutorial(page) {
  /** @type {string[]} */
  const requests = [];
  await page.route(`${OTHER}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    requests.push(pathname);
    return fulfillFrom(route, 'dist/site', pathname);
  });
  return requests;
}

/** Sends each to the page in the iframe. @param {import('@playwright/test').Page} page @param {unknown[]} messages */
function post(page, messages) {
  return page.evaluate((all) => {
    const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
    for (const message of all) contentWindow?.postMessage(message, 'https://tour.example');
  }, messages);
}

test('an iframe tells its height, and does what its page asks', async ({ page }) => {
  await serveTutorial(page);
  await openPage(page, EXAMPLES[2] ?? '', { csp: '' });
  const frame = page.locator('iframe');
  await expect.poll(() => frame.getAttribute('height').then(Number)).toBeGreaterThan(200);
  const slider = page.frameLocator('iframe').getByRole('slider', { name: 'Step', exact: true });
  await post(page, [
    ...[null, 'seek', { type: 'asyncio-lesson', action: 'constructor' }],
    { type: 'asyncio-lesson', action: 'seek', position: 7 },
  ]);
  await expect(slider).toHaveValue('7');
});

for (const [origin, hears] of /** @type {[string, boolean][]} */ ([
  ['', true],
  ['&origin=https://somebody.example', false],
])) {
  test(`an iframe ${origin ? 'of another origin' : 'without an origin'} obeys nobody`, async ({
    page,
  }) => {
    const requests = await serveTutorial(page);
    const wrong = 'module=/evil.wasm&lessons=/evil.json&source=x';
    const address = `${OTHER}embed.html?lesson=6&step=3&${wrong}${origin}`;
    await openPage(
      page,
      `<script>told = []; addEventListener('message', ({ data }) => told.push(data));</script>
      <iframe src="${address}" width="900" height="700"></iframe>`,
      { csp: '' },
    );
    const inside = page.frameLocator('iframe');
    const slider = inside.getByRole('slider', { name: 'Step', exact: true });
    await expect(slider).toHaveValue('3');
    await post(page, [{ type: 'asyncio-lesson', action: 'seek', position: 7 }]);
    // What was sent before has come by now.
    await inside.getByRole('button', { name: 'Forward', exact: true }).click();
    await expect(slider).toHaveValue('4');
    const told = /** @type {object[]} */ (await page.evaluate('told'));
    expect(told.length > 0).toBe(hears);
    for (const message of told) expect(Object.keys(message).sort()).toEqual(['height', 'type']);
    expect(requests.filter((name) => name.includes('evil'))).toEqual([]);
  });
}

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
  const { errors } = await openPage(page, EXAMPLES[4] ?? '', {
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

test('the example of a run in JavaScript draws it, step by step', async ({ page }) => {
  const { errors } = await openPage(page, EXAMPLES[3] ?? '', { csp: '', script: '' });
  const element = page.locator('asyncio-lesson');
  const button = (/** @type {string} */ name) => element.getByRole('button', { name, exact: true });
  await expect(element.locator('.lane')).toHaveCount(3);
  for (const task of ['main', 'toast', 'brew'])
    await expect(element.getByRole('rowheader', { name: task })).toBeVisible();
  const why = element.getByRole('region', { name: 'Why' });
  /** @type {string[]} */
  const said = [];
  const length = Number(await stepper(element).getAttribute('max'));
  for (let step = 0; step < length; step++) {
    await button('Forward').click();
    said.push(await why.innerText());
  }
  for (const sentence of [
    'toast runs for the first time',
    'brew goes on from its await: sleep(3) is done.',
    'main asks toast to cancel: it waits on sleep(9), which is cancelled first.',
  ])
    expect(said.join('\n')).toContain(sentence);
  await expect(element.getByRole('region', { name: 'Output' })).toContainText('there is tea');
  await button('Back').click();
  await expect(stepper(element)).toHaveValue(String(length - 1));
  for (const name of ['Code', 'Knobs', 'Lesson'])
    await expect(element.getByRole('region', { name })).toBeHidden();
  expect(errors).toEqual([]);
});

test('a run in JavaScript is shown in place of a lesson, and a lesson in its place', async ({
  page,
}) => {
  const { errors } = await openPage(page, '<asyncio-lesson lesson="6" knobs="patience=2">', {
    csp: '',
  });
  const element = page.locator('asyncio-lesson');
  await expect(element.getByRole('region', { name: 'Code' })).toBeVisible();
  const said = await element.evaluate(async (each) => {
    const lesson = /** @type {AsyncioLesson} */ (each);
    const address = '/asyncio-tour.js';
    const { loadRuntime } = await import(address);
    const runtime = await loadRuntime();
    /** @param {(loop: any) => Generator} main @param {object} [options] */
    const start = (main, options) => runtime.start(main, options);
    const nameOf = (/** @type {any} */ session) =>
      lesson.show(session).then(
        () => 'shown',
        ({ name, message }) => `${name}: ${message}`,
      );
    const endless = start(function* endless(loop) {
      for (;;) yield loop.sleep(1);
    });
    endless.advance(5);
    const words = [await nameOf(null), await nameOf(endless), lesson.position];
    endless.close();
    words.push(await nameOf(endless));
    const spent = start(
      function* spent(loop) {
        for (;;) yield loop.sleep(1);
      },
      { budget: 200 },
    );
    while (spent.canAdvance) spent.advance(100);
    lesson.setAttribute('panels', 'code,timeline');
    words.push(await nameOf(spent));
    lesson.setAttribute('panels', 'stepper,output,code');
    words.push(spent.closed);
    return words;
  });
  const wrong = 'LessonElementError: show() takes a session';
  expect(said).toEqual([
    `${wrong}, or what openRun() has opened.`,
    `${wrong} that has ended or is closed.`,
    ...[0, 'shown', 'shown', false],
  ]);
  // Why it failed is said, whatever shows.
  await expect(element.getByRole('alert')).toContainText('used up its budget of events');
  await expect(element.getByRole('region', { name: 'Output' })).toBeVisible();
  for (const name of ['Code', 'Why', 'Knobs'])
    await expect(element.getByRole('region', { name })).toBeHidden();
  // What is saved of it opens again.
  const saved = page.waitForEvent('download');
  await element.evaluate((each) => each.setAttribute('panels', 'stepper,timeline'));
  await element.getByRole('button', { name: 'Export' }).click();
  await element.getByRole('button', { name: 'The run itself' }).click();
  const file = await (await saved).path();
  await element.getByLabel('Open a saved run').setInputFiles(file);
  await expect(element.getByText('This is the saved run.')).toBeVisible();
  await element.evaluate((each) => each.removeAttribute('panels'));
  await element.evaluate((each) => each.setAttribute('lesson', '5'));
  await expect(element.getByRole('alert')).toContainText('There is no knob "patience"');
  await element.evaluate((each) => each.removeAttribute('knobs'));
  await expect(element.getByRole('region', { name: 'Code' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('each panel shows in a column as narrow as a phone, and no more height than it needs', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 700 });
  const { errors } = await openPage(page, '<asyncio-lesson lesson="6" step="40">');
  const element = page.locator('asyncio-lesson');
  await expect(stepper(element)).toBeVisible();
  for (const [panel, part] of [
    ['prose', element.getByRole('heading', { name: /Cancelling/ })],
    ['knobs', element.getByRole('region', { name: 'Knobs' })],
    ['code', element.getByRole('region', { name: 'Code' })],
    ['loop', element.getByRole('region', { name: 'Ready queue' })],
    ['waits', element.getByRole('region', { name: 'Who waits for whom' })],
    ['output', element.getByRole('region', { name: 'Output' })],
    ['why', element.getByRole('region', { name: 'Why' })],
    ['stepper', element.getByRole('button', { name: 'Forward', exact: true })],
    ['timeline', element.getByRole('rowheader', { name: 'main by top level' })],
  ]) {
    await element.evaluate((each, name) => each.setAttribute('panels', name), String(panel));
    await expect(/** @type {import('@playwright/test').Locator} */ (part)).toBeVisible();
    const { width, empty } = await element.evaluate((each) => {
      const layout = /** @type {Element} */ (each.shadowRoot?.querySelector('.layout'));
      const ends = [...layout.querySelectorAll('*')]
        .filter((part) => part.checkVisibility())
        .map((part) => part.getBoundingClientRect().bottom);
      return {
        width: document.documentElement.scrollWidth,
        empty: each.getBoundingClientRect().bottom - Math.max(...ends),
      };
    });
    expect(width).toBe(360);
    expect(Math.abs(empty), String(panel)).toBeLessThan(30);
  }
  expect(errors).toEqual([]);
});

test('one script makes the element in a page opened from a disk', async ({ page }, testInfo) => {
  const file = testInfo.outputPath('page.html');
  const copy = (/** @type {string} */ name) =>
    copyFile(`dist/package/${name}`, testInfo.outputPath(name));
  await copy('element.global.js');
  await writeFile(file, EXAMPLES[1] ?? '');
  await page.goto(pathToFileURL(file).href);
  const element = page.locator('asyncio-lesson');
  await stepper(element).fill('9');
  const open = element.getByRole('button', { name: 'Export' });
  await open.click();
  await expect(element.getByRole('status').last()).toHaveText(
    "Export cannot be loaded: lesson-files.global.js must be beside the element's script.",
  );
  await copy('lesson-files.global.js');
  await open.click();
  for (const [choice, name] of [
    ['This moment', '06-cancel-9.svg'],
    ['The run, for slides', '06-cancel.zip'],
    ['The trace, for Perfetto', '06-cancel.trace.json'],
    ['The run itself', '06-cancel.run.json'],
  ]) {
    const saved = page.waitForEvent('download');
    await element.getByRole('button', { name: choice }).click();
    expect((await saved).suggestedFilename()).toBe(name);
  }
  await element.getByRole('button', { name: 'Close' }).click();
  await stepper(element).press('ArrowRight');
  await expect(stepper(element)).toHaveValue('10');
});

test('where the script of Export is missing, that is said, and the lesson goes on', async ({
  page,
}) => {
  await openPage(page, '<asyncio-lesson lesson="6" step="9"></asyncio-lesson>', {
    files: { '/lesson-files.js': { body: '', status: 404 } },
  });
  const element = page.locator('asyncio-lesson');
  await element.getByRole('button', { name: 'Export' }).click();
  await expect(element.getByRole('status').last()).toHaveText(
    /^Export cannot be loaded: .*lesson-files\.js.* on a server\.$/,
  );
  const said = await element.evaluate((each) =>
    /** @type {AsyncioLesson} */ (each).showRun('{}').catch(({ message }) => message),
  );
  expect(said).toMatch(/^Export cannot be loaded/);
  await stepper(element).press('ArrowRight');
  await expect(stepper(element)).toHaveValue('10');
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

  /** What the first visit keeps. @param {import('@playwright/test').Page} page */
  const whenKept = (page) =>
    page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) {
        await new Promise((resolve) =>
          navigator.serviceWorker.addEventListener('controllerchange', resolve),
        );
      }
    });

  test('after one visit of the index the whole chapter works offline', async ({
    page,
    context,
  }) => {
    const { errors, open } = await visitIndex(page, process.env.SITE_URL ?? '');
    await whenKept(page);
    await context.setOffline(true);
    await page.reload();
    const links = await page
      .locator('.lesson-list a')
      .evaluateAll((all) => all.map((link) => /** @type {HTMLAnchorElement} */ (link).href));
    expect(links).toHaveLength(13);
    for (const link of links) await open(link);
    await page.goto(`${process.env.SITE_URL}embed.html?lesson=6`);
    await expect(stepper(page.locator('asyncio-lesson'))).toBeVisible();
    expect(errors).toEqual([]);
  });

  test('the site works under a sub-path, offline too', async ({ page, context }) => {
    await rm('build/sub-path', { recursive: true, force: true });
    await cp('dist/site', 'build/sub-path/a/b', { recursive: true });
    const server = await startServer('build/sub-path', { port: 0 });
    try {
      const { errors, open } = await visitIndex(page, `${server.url}a/b/`);
      await whenKept(page);
      const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
      expect(scope).toBe(`${server.url}a/b/`);
      await page.locator('.lesson-list a').nth(5).click();
      await expect(page).toHaveURL(`${server.url}a/b/06-cancel.html`);
      await open(page.url());
      for (const address of [
        'embed.html?lesson=6',
        'embed.html?lesson=7&origin=https://a.example',
      ]) {
        await page.goto(`${server.url}a/b/${address}`);
        await expect(stepper(page.locator('asyncio-lesson'))).toBeVisible();
      }
      await page.goto(`${server.url}a/b/08-shield.html`);
      await context.setOffline(true);
      await page.goto(`${server.url}a/b/13-call-soon.html`);
      await open(page.url());
      expect(errors).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} site
 */
async function visitIndex(page, site) {
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('response', (response) => {
    const { origin, pathname } = new URL(response.url());
    const isOurs = origin === new URL(site).origin && pathname.startsWith(new URL(site).pathname);
    if (!isOurs || !response.ok()) errors.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`${site}index.html`);
  /** The lesson there plays. @param {string} address */
  const open = async (address) => {
    await page.goto(address);
    await expect(page.locator('#lesson[data-live]')).toBeVisible();
    await page.getByRole('button', { name: 'Forward', exact: true }).click();
    await expect(stepper(page.locator('#lesson'))).toHaveValue('1');
  };
  return { errors, open };
}
