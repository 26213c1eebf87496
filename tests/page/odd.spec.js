/** Programs that never end, or end badly: a clear message, and everything else goes on working. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { buildSite } from '../../web/build/site.js';
import { startServer } from '../../web/server/static-server.js';
import { openLesson, shownOutput } from './support/lesson-page.js';

const SITE = 'build/odd-site';
const BUDGET = /stopped: it has used up its budget of events/;

// One worker builds the site once.
test.describe.configure({ mode: 'default' });
/** @type {import('../../web/server/static-server.js').StaticServer | undefined} */
let server;
const url = () => server?.url;

test.beforeAll(async () => {
  const lessons = 'LESSONS=$(wildcard tests/page/odd/*) lessons/10-await-future';
  await promisify(execFile)('make', ['-s', 'module', 'MODULE=odd', lessons]);
  await buildSite({ module: 'dist/odd', output: SITE });
  server = await startServer(SITE, { port: 0 });
});
test.afterAll(() => server?.close());

for (const [folder, message, printed] of /** @type {[string, RegExp, RegExp][]} */ ([
  ['01-trap', /broke down: memory access out of bounds.*line 6/i, /^before the trap$/],
  ['02-deadlock', /Deadlock: .*main/, /^waiting$/],
  ['03-sleeps-for-ever', BUDGET, /^$/],
  ['04-never-suspends', BUDGET, /^before the loop$/],
  ['05-counts-for-ever', BUDGET, /^$/],
  ['06-prints-for-ever', BUDGET, /^again(\nagain)+$/],
  ['08-calls-itself', /'deeper' needs more stack/, /^$/],
])) {
  test(`${folder}: says what is wrong, and the page stays alive`, async ({ page }) => {
    const { button, errors, slider } = await openLesson(page, folder, '', url());
    await expect(page.getByRole('alert')).toContainText(message);
    const last = /** @type {string} */ (await slider.getAttribute('max'));
    expect(Number(last)).toBeGreaterThan(10);
    await button('Forward').click();
    await expect(slider).toHaveValue('1');
    await button('End').click();
    await expect(slider).toHaveValue(last);
    await button('Back').click();
    await expect(slider).toHaveValue(String(Number(last) - 1));
    expect((await shownOutput(page)).trim()).toMatch(printed);
    expect(errors).toEqual([]);
  });
}

test('an exception that nobody catches is what the program ends with', async ({ page }) => {
  const { button, errors } = await openLesson(page, '07-raises', '', url());
  await expect(page.getByRole('alert')).toBeHidden();
  await button('End').click();
  await expect(page.locator('.loop-state')).toContainText("ended with ValueError('nobody catches");
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('ValueError: nobody');
  expect(errors).toEqual([]);
});

test('after a lesson that broke down the next one works', async ({ page }) => {
  await openLesson(page, '08-calls-itself', '', url());
  const { button, errors } = await openLesson(page, '10-await-future', '', url());
  await button('End').click();
  await expect(page.getByRole('alert')).toBeHidden();
  expect(await shownOutput(page)).not.toBe('');
  expect(errors).toEqual([]);
});
