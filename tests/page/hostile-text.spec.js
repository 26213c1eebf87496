/** Texts that would like to be markup, commands or another order: they are shown, nothing else. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { buildSite } from '../../web/build/site.js';
import { startServer } from '../../web/server/static-server.js';
import { openLesson } from './support/lesson-page.js';

const SITE = 'build/hostile-site';
const LESSON = '09-hostile-text';
const SCRIPT = '<script>window.executed = 1</script>';

test.describe.configure({ mode: 'default' });
/** @type {import('../../web/server/static-server.js').StaticServer | undefined} */
let server;

test.beforeAll(async () => {
  const lessons = `LESSONS=tests/page/odd/${LESSON}`;
  await promisify(execFile)('make', ['-s', 'module', 'MODULE=hostile', lessons]);
  await buildSite({ module: 'dist/hostile', output: SITE });
  server = await startServer(SITE, { port: 0 });
});
test.afterAll(() => server?.close());

/** @param {import('@playwright/test').Page} page */
async function expectNothingExecuted(page) {
  expect(await page.evaluate('window.executed')).toBeUndefined();
  await expect(page.locator('img[src=x], #lesson script, [onerror]')).toHaveCount(0);
}

test('what a program prints and calls its tasks is shown as text, at every step', async ({
  page,
}) => {
  const { button, errors, slider, region } = await openLesson(page, LESSON, '', server?.url);
  const last = Number(await slider.getAttribute('max'));
  for (let step = 0; step < last; step++) await button('Forward').click();
  await expect(slider).toHaveValue(String(last));
  const printed = await region('Output').locator('.printed').allTextContents();
  expect(printed[0]).toContain(SCRIPT);
  expect(printed[1]).toContain('txt.exe');
  expect(printed[2]).toBe('nul \0 \ufffd\ufffd \ufffd end');
  expect(printed[4]).toHaveLength(1_000_000);
  expect(printed[5]).toContain(`caught ${SCRIPT}`);
  expect(printed[6]).toBe("'\\u202etxt.exe\\u2066'");
  await expect(page.locator('#lesson')).toContainText(SCRIPT);
  await expectNothingExecuted(page);
  // However long a line is, the page is as wide as its window.
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(tooWide).toBe(0);
  expect(errors).toEqual([]);
});

test('a title and a label are text, and a name turns nothing beside it', async ({ page }) => {
  const { button } = await openLesson(page, LESSON, '', server?.url);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x');
  await expect(page.getByText('<b onclick=').first()).toBeVisible();
  await button('End').click();
  await expect(page.locator('.printed').first()).toHaveCSS('unicode-bidi', 'isolate');
  await expectNothingExecuted(page);
});

for (const link of [
  '#task=<img src=x onerror=window.executed=5>&step=9',
  '#step=9&knob.height=<script>window.executed=6</script>',
  '#knob.<img src=x onerror=window.executed=7>=1',
  '#step=%00%ff%fe&task=%E2%80%AE',
  `#task=${'x'.repeat(1_000_000)}`,
]) {
  test(`a link is read or refused: ${link.slice(0, 50)}`, async ({ page }) => {
    const { errors } = await openLesson(page, LESSON, link, server?.url);
    await expectNothingExecuted(page);
    expect(errors).toEqual([]);
  });
}
