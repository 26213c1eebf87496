/** What axe finds, and names and keys that learners rely on. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openLesson } from './support/lesson-page.js';

const SETTINGS = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { name: 'a phone of 360 px', colorScheme: 'light', viewport: { width: 360, height: 740 } },
];
const PANELS = ['Lesson', 'Loop', 'Waits', 'Tasks', 'Output', 'Try it'];

for (const { name, ...use } of SETTINGS) {
  test.describe(name, () => {
    test.use(/** @type {any} */ (use));

    test('axe finds nothing in a lesson', async ({ page }) => {
      test.slow();
      const { slider } = await openLesson(page, '08-shield');
      await slider.fill('80');
      const tabs = use.viewport.width < 700 ? PANELS : [null];
      for (const tab of tabs) {
        if (tab) await page.getByRole('button', { name: tab, exact: true }).click();
        const { violations } = await axe(page);
        expect(violations.map(({ id, nodes }) => [tab, id, nodes[0]?.html])).toEqual([]);
      }
    });

    test('axe finds nothing in a question and its verdict', async ({ page }) => {
      test.slow();
      const { button, region, slider } = await openLesson(page, '04-create-task', '#step=20');
      const found = async () =>
        (await axe(page)).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
      const question = region('Question');
      await expect(question).toBeVisible();
      expect(await found()).toEqual([]);
      await slider.focus();
      for (const key of '4213') await page.keyboard.press(key);
      await expect(question).toContainText('No.');
      expect(await found()).toEqual([]);
      await button('End').click();
      await expect(page.getByText('questions are still open')).toBeVisible();
      expect(await found()).toEqual([]);
    });

    test('the page does not scroll sideways', async ({ page }) => {
      await openLesson(page, '11-awaitables');
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(excess).toBe(0);
    });
  });
}

/** Its types are those of another copy of Playwright. @param {any} page */
function axe(page) {
  return new AxeBuilder({ page }).analyze();
}

test('axe finds nothing in the list of lessons', async ({ page }) => {
  await page.goto(`${process.env.SITE_URL}index.html`);
  const { violations } = await axe(page);
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});

test('regions and controls have their names', async ({ page }) => {
  const { button, region, slider } = await openLesson(page, '06-cancel');
  for (const name of ['Start', 'Back', 'Play', 'Forward', 'End']) {
    await expect(button(name)).toBeVisible();
  }
  await expect(slider).toHaveCount(1);
  for (const name of [
    'Prose',
    'Code',
    'Ready queue',
    'Timers',
    'Tasks',
    'Timeline',
    'Output',
    'Why',
    'Knobs',
  ]) {
    await expect(region(name)).toBeVisible();
  }
});

test('the arrows step a lesson that was just opened', async ({ page }) => {
  const { slider } = await openLesson(page, '06-cancel');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveValue('2');
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveValue('1');
});

test('a lesson can be stepped by keyboard alone', async ({ page }) => {
  const { slider } = await openLesson(page, '06-cancel');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveValue('2');
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveValue('1');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('for the first time');
  await page.keyboard.press('End');
  await expect(slider).toHaveValue(/** @type {string} */ (await slider.getAttribute('max')));
  await page.keyboard.press('[');
  await expect(slider).not.toHaveValue(/** @type {string} */ (await slider.getAttribute('max')));
  await page.keyboard.press('Home');
  await expect(slider).toHaveValue('0');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
  await expect(slider).toBeFocused();
});
