/** Every lesson in the browser: forward to its end, and back again. */
import { expect, test } from '@playwright/test';
import { runInNode, runtime } from '../lessons/support/run-in-node.js';
import { askNothing, openLesson, shownOutput } from './support/lesson-page.js';
import { walkThereAndBack } from './support/walk.js';

/** @typedef {import('./support/lesson-page.js').LessonElement} LessonElement */

for (const { folder } of runtime.lessons) {
  test(`${folder}: forward to the end and back again`, async ({ page }) => {
    test.slow();
    const { errors, button } = await openLesson(page, folder);
    const { steps, differences } = await page.evaluate(walkThereAndBack);
    expect(steps).toBeGreaterThan(10);
    expect(differences, 'Back restores the identical page').toEqual([]);

    await button('End').click();
    const inNode = runInNode(folder, {});
    expect(await shownOutput(page)).toBe(inNode.stdout);
    const trace = await page.evaluate(traceOfRun);
    expect(Buffer.from(trace.records).equals(inNode.records), 'the same records').toBe(true);
    expect(Buffer.from(trace.strings).equals(inNode.strings), 'the same strings').toBe(true);
    expect(errors).toEqual([]);
  });
}

test('Play goes on by itself to the end', async ({ page }) => {
  await page.clock.install();
  await askNothing(page);
  const { button, slider } = await openLesson(page, '06-cancel');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('8');
  await button('Play').click();
  await expect(button('Pause')).toBeVisible();
  await page.clock.runFor(5_000);
  await expect(slider).not.toHaveValue('0');
  await page.clock.runFor(120_000);
  await expect(button('Play')).toBeVisible();
  await expect(slider).toHaveValue(/** @type {string} */ (await slider.getAttribute('max')));
});

/** Runs in the page. */
function traceOfRun() {
  const element = /** @type {LessonElement} */ (document.getElementById('lesson'));
  const { history } = /** @type {any} */ (element.view.session);
  return { records: [...history.records()], strings: [...history.strings()] };
}
