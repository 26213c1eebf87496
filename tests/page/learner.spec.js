/** What a learner does besides playing: knobs, causes, selection, links. */
import { expect, test } from '@playwright/test';
import { runInNode } from '../lessons/support/run-in-node.js';
import { openLesson, shownOutput } from './support/lesson-page.js';

test('a knob changes the code and runs the lesson again at the same loop time', async ({
  page,
}) => {
  const { button, region, slider } = await openLesson(page, '06-cancel');
  await slider.fill('150');
  const clock = page.locator('.clock b');
  const before = await clock.textContent();
  const knobs = region('Knobs');
  await knobs.getByRole('spinbutton', { name: 'Cancel after' }).fill('7');
  await knobs.getByRole('spinbutton', { name: 'Cancel after' }).press('Tab');
  await expect(region('Code')).toContainText('patience = 7');
  await button('Both').click();
  await expect(region('Code')).toContainText('KNOB(int, patience, 7);');
  await expect(clock).toHaveText(/** @type {string} */ (before));
  await expect(knobs.getByRole('button', { name: 'Mine' })).toHaveAttribute('aria-pressed', 'true');
  await button('End').click();
  expect(await shownOutput(page)).toBe(runInNode('06-cancel', { patience: 7 }).stdout);

  await knobs.getByRole('button', { name: 'Original' }).click();
  await expect(region('Code')).toContainText('patience = 5');
  await knobs.getByRole('button', { name: 'Mine' }).click();
  await expect(region('Code')).toContainText('patience = 7');
  await knobs.getByRole('button', { name: 'Reset lesson' }).click();
  await expect(region('Code')).toContainText('patience = 5');
  await expect(slider).toHaveValue('0');
});

test('a reset can be taken back, by keyboard, with all that it took away', async ({ page }) => {
  const { button, region, slider } = await openLesson(page, '06-cancel');
  await region('Knobs').getByRole('spinbutton', { name: 'Cancel after' }).fill('7');
  await region('Knobs').getByRole('spinbutton', { name: 'Cancel after' }).press('Enter');
  await slider.fill('60');
  await region('Tasks').getByRole('button', { name: 'delay' }).click();
  await region('Knobs').getByRole('button', { name: 'Question 1' }).click();
  await page.locator('.question').getByRole('button', { name: 'Skip' }).click();
  await slider.fill('60');
  const place = () =>
    page.evaluate(() => {
      const { view } = /** @type {import('./support/lesson-page.js').LessonElement} */ (
        document.querySelector('#lesson')
      );
      return view.place;
    });
  const before = await place();
  const settled = page.locator('.knobs').getByText(/of \d questions/);
  const words = await settled.textContent();

  await region('Knobs').getByRole('button', { name: 'Reset lesson' }).press('Enter');
  await expect(slider).toHaveValue('0');
  await expect(region('Code')).toContainText('patience = 5');
  await expect(page.getByRole('status')).toHaveText('The lesson is as it was at first.');
  await expect(button('Undo')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText('The lesson is as you had it.');
  expect(await place()).toEqual(before);
  await expect(settled).toHaveText(/** @type {string} */ (words));
  await expect(button('Undo')).toHaveCount(0);
  await expect(button('Forward')).toBeFocused();

  await region('Knobs').getByRole('button', { name: 'Reset lesson' }).click();
  await button('Forward').click();
  await expect(button('Undo')).toHaveCount(0);
});

test('Show cause goes to the causing step, and Return comes back', async ({ page }) => {
  const { button, slider } = await openLesson(page, '08-shield');
  await slider.fill('78');
  await button('Show cause').click();
  expect(Number(await slider.inputValue())).toBeLessThan(78);
  await button('Return').click();
  await expect(slider).toHaveValue('78');
});

test('a task selected in one panel is selected in all, and steps can follow it', async ({
  page,
}) => {
  const { button, region, slider } = await openLesson(page, '06-cancel');
  await slider.fill('100');
  await region('Tasks').getByRole('button', { name: 'delay' }).click();
  await expect(region('Tasks').getByRole('button', { name: 'delay' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(page.locator('.lane[data-selected]')).toHaveCount(1);
  await page.getByRole('group', { name: 'Step by' }).getByRole('button', { name: 'delay' }).click();
  await button('Forward').click();
  await expect(region('Why')).toContainText('delay');
});

test('a link restores the step, the task and the knobs', async ({ page }) => {
  const { region, slider } = await openLesson(
    page,
    '06-cancel',
    '#step=60&task=delay&knob.patience=3',
  );
  await expect(slider).toHaveValue('60');
  await expect(region('Code')).toContainText('patience = 3');
  await expect(region('Tasks').getByRole('button', { name: 'delay' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

for (const fragment of ['#step=99999', '#task=nobody&step=3', '#knob.patience=1e9', '#<script>']) {
  test(`a damaged link shows the lesson from its start: ${fragment}`, async ({ page }) => {
    const { slider } = await openLesson(page, '06-cancel', fragment);
    await expect(slider).toHaveValue('0');
    await expect(page.getByRole('status')).toContainText('damaged');
  });
}

test('where one was is remembered', async ({ page }) => {
  const { slider } = await openLesson(page, '06-cancel');
  await slider.fill('42');
  await page.goto(`${process.env.SITE_URL}index.html`);
  const again = await openLesson(page, '06-cancel');
  await expect(again.slider).toHaveValue('42');
});

test('which listings show is remembered, in every lesson', async ({ page }) => {
  const { region } = await openLesson(page, '06-cancel');
  await region('Code').getByRole('button', { name: 'Both' }).click();
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(page).toHaveURL(/07-wait-for/);
  await expect(region('Code').getByRole('button', { name: 'Both' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('Reset all can be undone, and its buttons are large enough for a thumb', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const { slider } = await openLesson(page, '06-cancel');
  await slider.fill('42');
  await page.goto(`${process.env.SITE_URL}index.html`);
  for (const name of ['Export progress', 'Import progress', 'Reset all', 'Undo']) {
    const button = page.getByRole('button', { name, exact: true });
    const box = await button.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    if (name === 'Reset all') await button.click();
  }
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status')).toHaveText('Your progress is back.');
  await expect(page.getByRole('button', { name: 'Reset all' })).toBeFocused();
  const again = await openLesson(page, '06-cancel');
  await expect(again.slider).toHaveValue('42');
});

test('without JavaScript prose and code can be read', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${process.env.SITE_URL}06-cancel.html`);
  await expect(page.getByText('Every task has a method')).toBeVisible();
  await expect(page.getByText('asyncio.run(main())')).toBeVisible();
  await expect(page.getByText('exit_status(asyncio_run')).toBeVisible();
  // Buttons that would do nothing only keep their place.
  await expect(page.getByRole('button')).toHaveCount(0);
  await context.close();
});

test('chosen colours are there before the lesson is', async ({ page }) => {
  const { button } = await openLesson(page, '06-cancel');
  await button('Dark colours').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.route('**/main.js', (route) => route.abort());
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('nothing in the header moves when the lesson opens', async ({ browser, page }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${process.env.SITE_URL}06-cancel.html`);
  await openLesson(page, '06-cancel');
  const boxes = async (/** @type {import('@playwright/test').Page} */ of) => {
    const parts = await of.locator('header.site :is(a, summary, button):visible').all();
    return Promise.all(parts.map((part) => part.boundingBox()));
  };
  const before = await boxes(plain);
  expect(before).toHaveLength(4);
  expect((await boxes(page)).slice(0, before.length)).toEqual(before);
  await context.close();
});

test('without the module the lesson can be read, and says why it does not play', async ({
  page,
}) => {
  await page.route('**/lessons.wasm', (route) => route.fulfill({ status: 404 }));
  await page.goto(`${process.env.SITE_URL}06-cancel.html`);
  await expect(page.getByRole('alert')).toContainText('cannot be played here');
  await expect(page.getByText('Every task has a method')).toBeVisible();
});
