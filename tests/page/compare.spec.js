/** A pinned run beside the one on screen. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { askNothing, openLesson } from './support/lesson-page.js';
import { walkThereAndBack } from './support/walk.js';

const PAIR = 'Compare: Two tasks, one after the other or together';

/** @param {import('@playwright/test').Locator} locator */
async function right(locator) {
  const box = await locator.boundingBox();
  return (box?.x ?? 0) + (box?.width ?? 0);
}

test('a pinned run stays while a knob changes, until it is unpinned', async ({ page }) => {
  const { button, region, errors } = await openLesson(page, '05-many-tasks');
  await button('Pin this run').click();
  await expect(region('Compare')).toContainText('No event differs');
  await region('Knobs').getByRole('switch', { name: 'Await each task' }).click();
  await expect(region('Compare')).toContainText('The pinned run took 3 s, this one 9 s (1 : 3).');
  await expect(region('Compare')).toContainText(/They differ first at event \d+: .*line 25;/);
  const tasks = region('Tasks');
  await expect(tasks).toContainText('This run: await_at_once on');
  await expect(tasks).toContainText('Pinned run: await_at_once off');
  await region('Compare').getByRole('button', { name: 'Unpin' }).click();
  await expect(region('Compare')).toBeHidden();
  await expect(button('Pin this run')).toBeVisible();
  expect(errors).toEqual([]);
});

test('the 2:1 pair shows 2:1', async ({ page }) => {
  const { button, region } = await openLesson(page, '05-many-tasks');
  await button(PAIR).click();
  await expect(region('Compare')).toContainText('The pinned run took 6 s, this one 3 s (2 : 1).');
  await button('End').click();
  const totals = page.locator('.total-words');
  await expect(totals).toHaveText(['took 3 s', 'took 6 s']);
  // On one axis the instant in which the shorter one ends is the middle of the longer one's time.
  const [shorter, longer] = [
    page.locator('.total-rule').first(),
    page.locator('.total-rule').last(),
  ];
  expect(await right(shorter)).toBeLessThan(await right(longer));
  await expect(page.locator('.time b')).toHaveText(['0.000 s', '3.000 s', '6.000 s']);
  const gaps = await page.locator('.time[data-gap]').all();
  const widths = await Promise.all(gaps.map(async (gap) => (await gap.boundingBox())?.width));
  expect(widths).toHaveLength(2);
  expect(widths[0]).toBeCloseTo(widths[1] ?? 0, 0);

  await button('Timeline as a table').click();
  const rows = region('Compare').getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('This run: await_at_once off3 s');
  await expect(rows.nth(2)).toContainText('Pinned run: await_at_once on6 s');
  const bars = page.locator('.total-bar');
  const [one, two] = [await bars.first().boundingBox(), await bars.last().boundingBox()];
  expect((two?.width ?? 0) / (one?.width ?? 1)).toBeCloseTo(2, 1);
});

test("a pair leaves the learner's own values as they are, under Mine", async ({ page }) => {
  const { button, region } = await openLesson(page, '05-many-tasks');
  const tasks = region('Knobs').getByRole('spinbutton', { name: /tasks/i });
  await tasks.fill('4');
  await tasks.press('Enter');
  await button(PAIR).click();
  await expect(page.getByText('under Mine')).toBeVisible();
  await expect(tasks).toHaveValue('2');
  await expect(button('Mine')).toHaveAttribute('aria-pressed', 'false');
  await button('Swap').click();
  await button('Mine').click();
  await expect(tasks).toHaveValue('4');
  await button('Original').click();
  await expect(tasks).toHaveValue('3');
  await button('Mine').click();
  await expect(tasks).toHaveValue('4');
});

test('a pinned run tells no more than the run on screen while a question is open', async ({
  page,
}) => {
  const { button, region } = await openLesson(page, '06-cancel');
  await button('Pin this run').click();
  const legend = page.getByRole('list', { name: 'Legend' });
  await expect(legend).toContainText('cancel delivered');
  await button('Question 1: open').click();
  await expect(legend).not.toContainText('cancel');
  await expect(region('Compare')).toContainText('Covered while the question is open.');
  const [shown, pinned] = await region('Tasks')
    .getByRole('rowgroup')
    .allInnerTexts()
    .then((all) => all.slice(-2));
  expect(pinned?.replace('Pinned', 'This').trim()).toBe(shown?.trim());
  await button('Skip').click();
  await expect(legend).toContainText('cancel delivered');
});

test('First difference goes there, and so does ] on the way', async ({ page }) => {
  await askNothing(page);
  const { button, region, slider } = await openLesson(page, '08-shield');
  await button('Compare: Without a shield, or with one').click();
  const text = await region('Compare').textContent();
  const at = /at event (\d+)/.exec(text ?? '')?.[1] ?? '';
  await expect(slider).toHaveValue(at);
  await button('Start').click();
  await button('First difference').click();
  await expect(slider).toHaveValue(at);
  await button('Start').click();
  await slider.focus();
  await page.keyboard.press(']');
  await expect(slider).toHaveValue(at);
  await expect(page.locator('.mark[data-kind=differs]')).toHaveCount(2);
});

test('Swap exchanges the two runs', async ({ page }) => {
  const { button, region } = await openLesson(page, '07-wait-for');
  await button('Compare: Too late, or in time').click();
  await expect(region('Code')).toContainText('timeout = 3.0');
  await expect(region('Compare')).toContainText('The pinned run took 1 s, this one 2 s');
  await region('Compare').getByRole('button', { name: 'Swap' }).click();
  await expect(region('Code')).toContainText('timeout = 1.0');
  await expect(region('Compare')).toContainText('The pinned run took 2 s, this one 1 s');
});

test('both runs are at the same moment, and a task that is selected is so in both', async ({
  page,
}) => {
  const { button, region, slider } = await openLesson(page, '05-many-tasks');
  await button(PAIR).click();
  const pinned = region('Tasks').getByRole('rowgroup').last();
  await expect(pinned).toContainText('not created yet');
  await button('End').click();
  await expect(pinned.getByRole('row', { name: /delay 2/ })).toContainText('Done');
  await pinned.getByRole('button', { name: 'main' }).click();
  await expect(page.locator('.tasks tr[data-selected]')).toHaveCount(2);
  await slider.fill('1');
  await expect(pinned).toContainText('not created yet');
});

for (const [folder, pair] of /** @type {const} */ ([
  ['05-many-tasks', PAIR],
  ['08-shield', 'Compare: Without a shield, or with one'],
])) {
  test(`Back restores the identical page with a pinned run: ${folder}`, async ({ page }) => {
    test.slow();
    const { button, errors } = await openLesson(page, folder);
    await button(pair).click();
    await button('Start').click();
    const { steps, differences } = await page.evaluate(walkThereAndBack);
    expect(steps).toBeGreaterThan(10);
    expect(differences).toEqual([]);
    expect(errors).toEqual([]);
  });
}

test('a link restores the pinned run', async ({ page }) => {
  const link = '#step=9&knob.await_at_once=true&pinned=1&pinned.tasks=2';
  const { region, slider } = await openLesson(page, '05-many-tasks', link);
  await expect(slider).toHaveValue('9');
  await expect(region('Compare')).toContainText('The pinned run took 3 s, this one 9 s');
  await expect(region('Tasks')).toContainText('Pinned run: tasks 2, await_at_once off');
});

test('two runs are compared by keyboard alone', async ({ page }) => {
  const { button, region, slider } = await openLesson(page, '05-many-tasks');
  await slider.focus();
  const press = async (/** @type {string} */ name) => {
    for (let tabs = 0; tabs < 80; tabs++) {
      await page.keyboard.press('Tab');
      const focused = page.locator('.frame :focus');
      if ((await focused.count()) && (await focused.textContent()) === name) break;
    }
    await page.keyboard.press('Enter');
  };
  await press('Pin this run');
  await expect(region('Compare')).toBeVisible();
  await press(PAIR);
  await expect(region('Compare')).toContainText('(2 : 1)');
  await press('Swap');
  await expect(region('Compare')).toContainText('(1 : 2)');
  await press('First difference');
  await expect(slider).not.toHaveValue('0');
  await press('Unpin');
  await expect(region('Compare')).toBeHidden();
  await expect(button('Pin this run')).toBeFocused();
});

for (const { name, ...use } of [
  { name: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'a phone of 360 px', colorScheme: 'light', viewport: { width: 360, height: 740 } },
]) {
  test.describe(name, () => {
    test.use(/** @type {any} */ (use));

    test('axe finds nothing in two runs, and nothing scrolls sideways', async ({ page }) => {
      const { button, region } = await openLesson(page, '05-many-tasks');
      const narrow = use.viewport.width < 700;
      if (narrow) await button('Try it').click();
      await button(PAIR).click();
      await expect(region('Compare')).toBeVisible();
      await expect(region('Compare')).toContainText('(2 : 1)');
      for (const tab of narrow ? ['Compare', 'Tasks', 'Try it'] : ['Timeline as a table']) {
        const { violations } = await new AxeBuilder(/** @type {any} */ ({ page })).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        await button(tab).click();
      }
      const { violations } = await new AxeBuilder(/** @type {any} */ ({ page })).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(excess).toBe(0);
    });
  });
}
