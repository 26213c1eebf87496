/** What a run can be taken away as, and a saved run that comes back: by mouse, and by keyboard. */
import { expect, test } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { crc32 } from '../../web/export/zip.js';
import { seededRandom } from '../web/support/random.js';
import { openLesson } from '../page/support/lesson-page.js';

/** @param {import('@playwright/test').Page} page @param {string} name */
async function exported(page, name) {
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  const file = await download;
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('among your downloads');
  return { name: file.suggestedFilename(), path: await file.path() };
}

test('a moment, the run as slides, its trace', async ({ page }) => {
  const { button, errors, slider } = await openLesson(page, '06-cancel');
  await slider.fill('60');
  await button('Export').click();
  const moment = await exported(page, 'This moment');
  expect(moment.name).toBe('06-cancel-60.svg');
  expect(await readFile(moment.path, 'utf8')).toContain('Cancelling a task');
  const slides = await exported(page, 'The run, for slides');
  expect(slides.name).toBe('06-cancel.zip');
  // Somebody else's reader of archives finds every one whole.
  const listed = execFileSync('python3', ['-m', 'zipfile', '-l', slides.path], {
    encoding: 'utf8',
  });
  expect(listed).toMatch(/^01\.svg +1980-01-01/m);
  execFileSync('python3', ['-m', 'zipfile', '-t', slides.path]);
  const trace = await exported(page, 'The trace, for Perfetto');
  expect(JSON.parse(await readFile(trace.path, 'utf8')).traceEvents.length).toBeGreaterThan(100);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(button('Export')).toBeFocused();
  await expect(slider).toHaveValue('60');
  expect(errors).toEqual([]);
});

test('a saved run comes back with its knobs', async ({ page }) => {
  const { button, errors, region, slider } = await openLesson(
    page,
    '06-cancel',
    '#step=30&knob.patience=3',
  );
  const length = await slider.getAttribute('max');
  await button('Export').click();
  const saved = await exported(page, 'The run itself');
  expect(saved.name).toBe('06-cancel.run.json');
  await page.goto('about:blank');
  await openLesson(page, '06-cancel', '#step=0');
  await expect(region('Code')).toContainText('patience = 5');
  await button('Export').click();
  await page.getByLabel('Open a saved run').setInputFiles(saved.path);
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText('This is the saved run.')).toBeVisible();
  await expect(region('Code')).toContainText('patience = 3');
  await expect(slider).toHaveAttribute('max', /** @type {string} */ (length));
  // And a knob runs the lesson again.
  await button('Forward').click();
  await region('Knobs').getByRole('button', { name: 'Original' }).click();
  await expect(region('Code')).toContainText('patience = 5');
  expect(errors).toEqual([]);
});

test('what is no run of this lesson is refused, and nothing is lost', async ({
  page,
}, testInfo) => {
  const { button, errors, region, slider } = await openLesson(page, '06-cancel', '#step=30');
  await button('Export').click();
  const { path } = await exported(page, 'The run itself');
  const saved = JSON.parse(await readFile(path, 'utf8'));
  const records = Buffer.from(saved.records, 'base64');
  /** Records that are whole, but make no run. @param {(bytes: Buffer) => void} change */
  const damaged = (change) => {
    const bytes = Buffer.from(records);
    change(bytes);
    return JSON.stringify({ ...saved, records: bytes.toString('base64') });
  };
  for (const [text, message] of /** @type {[string, RegExp][]} */ ([
    ['<svg onload=alert(1)>', /not JSON/],
    ['[]', /no saved run of the asyncio tour/],
    [JSON.stringify({ ...saved, version: 7 }), /another version/],
    [JSON.stringify({ ...saved, lesson: '<img src=x>' }), /run of <img src=x>: open it in that/],
    [JSON.stringify({ ...saved, knobs: { patience: 1e9 } }), /does not fit the lesson/],
    [JSON.stringify({ ...saved, knobs: { __proto__: 1, nothing: 1 } }), /does not fit the lesson/],
    [JSON.stringify({ ...saved, records: saved.records.slice(0, 800) }), /damaged/],
    [JSON.stringify({ ...saved, strings: '' }), /damaged/],
    [damaged((bytes) => bytes.copy(bytes, 0, 64 * 32)), /damaged/],
    [damaged((bytes) => bytes.fill(0xff, 12 * 32 + 8, 13 * 32)), /damaged/],
  ])) {
    const file = testInfo.outputPath('hostile.json');
    await writeFile(file, text);
    await page.getByLabel('Open a saved run').setInputFiles(file);
    await expect(page.getByRole('dialog').getByRole('status')).toContainText(message);
  }
  await button('Close').click();
  await expect(slider).toHaveValue('30');
  // Somebody may take the trouble: what is shown then may be nonsense, the page goes on.
  const random = seededRandom(4);
  for (let round = 0; round < 25; round++) {
    const bytes = Buffer.from(records);
    for (let i = 0; i < 1 + round; i++) bytes[random(bytes.length)] = random(256);
    const check = [crc32(bytes), saved.check[1]];
    const text = JSON.stringify({ ...saved, records: bytes.toString('base64'), check });
    await page.locator('asyncio-lesson').evaluate(async (element, run) => {
      const { position } = /** @type {any} */ (element);
      await /** @type {any} */ (element).showRun(run).catch((/** @type {any} */ error) => {
        if (error.name !== 'SavedRunError' || /** @type {any} */ (element).position !== position)
          throw error;
      });
    }, text);
    await slider.press('Home');
    await slider.press('ArrowRight');
    await slider.press('End');
  }
  await region('Knobs').getByRole('button', { name: 'Reset lesson' }).click();
  await slider.fill('30');
  await button('Forward').click();
  await expect(slider).toHaveValue('31');
  expect(errors).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('the menu fits', async ({ page }) => {
    const { button } = await openLesson(page, '06-cancel');
    await button('Tasks').click();
    await button('Export').click();
    const box = await page.getByRole('dialog').boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 360).toBe(true);
    await exported(page, 'This moment');
  });
});
