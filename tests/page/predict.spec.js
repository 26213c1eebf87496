/** Predict, then see: what is asked, what is covered meanwhile, and what is said afterwards. */
import { expect, test } from '@playwright/test';
import { openLesson } from './support/lesson-page.js';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * @param {Page} page
 * @param {string} folder
 * @param {string} [link]
 */
async function openQuestion(page, folder, link) {
  const lesson = await openLesson(page, folder, link);
  const question = lesson.region('Question');
  const option = (/** @type {string} */ text) =>
    question.getByRole('button', { name: text, exact: true });
  return { ...lesson, question, option };
}

/** The lesson's count of answers. @param {Page} page */
const answered = (page) => page.locator('.questions-answered');

test('Play stops at each question, and goes on when it is answered or skipped', async ({
  page,
}) => {
  await page.clock.install();
  const { button, region, question, option } = await openQuestion(page, '05-many-tasks');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('8');
  await button('Play').click();
  await page.clock.runFor(5_000);
  await expect(question).toContainText('How many seconds');
  await question.getByRole('spinbutton', { name: 'Seconds' }).fill('9');
  await option('Answer').click();
  await expect(question).toContainText('No.');
  await expect(question).toContainText('sleep side by side');
  await expect(question.getByRole('row', { name: '9 s 3 s' })).toBeVisible();
  await option('Go on').click();
  await page.clock.runFor(5_000);
  await expect(question).toContainText('In which order');
  await option('Skip').click();
  await page.clock.runFor(5_000);
  await expect(question).toContainText('Which task runs next?');
  await option('delay 1').click();
  await expect(question).toContainText('Yes.');
  await option('Go on').click();
  await page.clock.runFor(60_000);
  await expect(question).toBeHidden();
  await expect(region('Output')).toContainText('all of it took');
  await expect(answered(page)).toHaveText('2 of 3 questions answered, 1 skipped');
});

test('Play by callbacks does not run past a question', async ({ page }) => {
  await page.clock.install();
  const { button, slider, question } = await openQuestion(page, '06-cancel');
  await page
    .getByRole('group', { name: 'Step by' })
    .getByRole('button', { name: 'callback' })
    .click();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('8');
  await button('Play').click();
  await page.clock.runFor(60_000);
  await expect(question).toContainText('cancel()');
  await expect(slider).not.toHaveValue(String(await slider.getAttribute('max')));
});

test('a wrong order is shown beside the right one, and the first difference is said', async ({
  page,
}) => {
  const { button, slider, question, option } = await openQuestion(
    page,
    '04-create-task',
    '#step=20',
  );
  const wrong = [
    'sleeping for 3 second(s)',
    'finished sleeping for 3 second(s)',
    'delay returned 3',
    'main has slept for 1 second(s)',
  ];
  for (const text of wrong) await question.getByRole('button', { name: `– ${text}` }).click();
  await expect(question).toContainText('No.');
  const rows = question.getByRole('row');
  await expect(rows).toHaveCount(5);
  await expect(rows.nth(0)).toHaveText('You saidIn this run');
  await expect(rows.nth(1)).not.toContainText('difference');
  await expect(rows.nth(2)).toHaveText(
    '2finished sleeping for 3 second(s)2main has slept for 1 second(s)the first difference',
  );
  await expect(rows.nth(3)).not.toContainText('difference');

  await option('Go there').click();
  await expect(page.locator('.output li[data-now]')).toContainText('main has slept');
  await button('Return').click();
  await expect(slider).toHaveValue('20');
  await expect(question).toContainText('No.');
  await option('Try again').click();
  await expect(question.getByRole('button', { name: `– ${wrong[0]}` })).toBeVisible();
});

test('while a question is open, what would tell is covered, and no more', async ({ page }) => {
  const { button, region, question, option } = await openQuestion(
    page,
    '10-await-future',
    '#step=5&knob.waiters=2',
  );
  await button('Question 1: open').click();
  await expect(question).toContainText('Which task runs next?');
  const queue = region('Ready queue');
  await expect(queue).toContainText('In no order');
  await expect(queue.getByRole('listitem')).toHaveCount(3);
  await expect(queue).not.toContainText('next,');
  await expect(region('Tasks')).not.toContainText('next to run');
  await expect(region('Tasks')).not.toContainText('number 2');
  await expect(page.locator('.moment:not([data-edge])')).toHaveCount(1);
  await expect(page.locator('.legend')).not.toContainText('cancel');
  await expect(page.locator('.axis > .veil')).toBeVisible();
  await expect(page.locator('.lane .segment[data-state=waiting]')).toHaveCount(0);
  await expect(region('Why')).toContainText('goes on to its next line');
  await expect(region('Output')).toContainText('Is the future done?');
  // The future is covered for screen readers, too.
  await button('Timeline as a table').click();
  const last = await page.locator('.timeline-table tbody tr').last().innerText();
  expect(last).toContain('0.000 s');
  await button('Timeline as a table').click();

  await option('set_value').click();
  await expect(question).toContainText('Yes.');
  await expect(queue).toContainText('next,');
  await expect(page.locator('.axis > .veil')).toHaveCount(0);
  expect(await page.locator('.moment:not([data-edge])').count()).toBeGreaterThan(1);
});

test('what cancels or times out later is not in the legend of an open question', async ({
  page,
}) => {
  const { question, option } = await openQuestion(page, '07-wait-for', '#step=17');
  const legend = page.getByRole('list', { name: 'Legend' });
  await expect(legend).not.toContainText('timeout');
  await option('done: cancelled').click();
  await expect(question).toContainText('Yes.');
  await expect(legend).toContainText('timeout');
});

for (const [where, click] of /** @type {const} */ ([
  ['ready queue', '.queue .card'],
  ['list of tasks', '.tasks .token:is(button)'],
  ['graph of who waits', '.chains .token:is(button)'],
  ['timeline', '.lane[data-task]'],
])) {
  test(`which task runs next is answered by a click on it in the ${where}`, async ({ page }) => {
    const { slider, question } = await openQuestion(page, '10-await-future', '#step=27');
    const target = page.locator(click).filter({ hasText: 'set_value' });
    if (where === 'timeline') {
      await page
        .locator('.lane')
        .nth(1)
        .click({ position: { x: 100, y: 10 } });
    } else await target.first().click();
    await expect(question).toContainText('Yes.');
    await expect(slider).toHaveValue('27');
    await expect(page.locator('[data-selected]')).toHaveCount(0);
  });
}

test('stepping onto a question shows it, and stepping on leaves it open', async ({ page }) => {
  const { button, slider, question } = await openQuestion(page, '08-shield', '#step=22');
  await expect(question).toBeHidden();
  await button('Forward').click();
  await expect(question).toContainText('What state is delay in');
  await button('Forward').click();
  await expect(question).toBeHidden();
  await expect(slider).toHaveValue('24');
  await expect(answered(page)).toContainText('0 of 3 questions answered');
  await button('Back').click();
  await expect(question).toBeVisible();
  await page.getByRole('button', { name: 'Skip' }).click();
  await expect(question).toContainText('Skipped.');
  await expect(question).toContainText('waiting');
  await expect(slider).toHaveValue('23');
  await expect(answered(page)).toContainText('0 of 3 questions answered, 1 skipped');
});

test('a lesson’s questions can be answered by keyboard alone', async ({ page }) => {
  await page.clock.install();
  const { slider, question } = await openQuestion(page, '04-create-task');
  const focused = () =>
    page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
  await slider.focus();
  await page.keyboard.press(' ');
  await page.clock.runFor(5_000);
  await expect(question).toContainText('How many seconds');
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await expect(question).toContainText('Yes.');
  expect(await focused()).toBe('Go on');
  await page.keyboard.press('Enter');
  await page.clock.runFor(20_000);
  await expect(question).toContainText('Who runs the next line?');
  await page.keyboard.press('1');
  await expect(question).toContainText('Yes.');
  await page.keyboard.press('ArrowRight');
  await expect(question).toBeHidden();
  await page.keyboard.press(']');
  await expect(question).toContainText('In which order');
  await page.keyboard.press('Shift+Tab');
  for (const key of ['4', '3', '2', '1']) await page.keyboard.press(key);
  await expect(question).toContainText('Yes.');
  await page.keyboard.press('End');
  await expect(page.locator('#contents li[data-done]')).toHaveCount(1);
});

test('a lesson is done when its end was reached and nothing is open, in either order', async ({
  page,
}) => {
  const { button, question, option } = await openQuestion(page, '01-asyncio-run');
  const done = page.locator('#contents li[data-folder="01-asyncio-run"][data-done]');
  await button('End').click();
  await expect(done).toHaveCount(0);
  await expect(page.getByText('2 questions are still open.')).toBeVisible();
  await button('Go to the first one').click();
  await expect(question).toContainText('add_one is called here');
  await option('Skip').click();
  await expect(done).toHaveCount(0);
  await button('Question 2: open').click();
  await option('print("asyncio.run returned", result)').click();
  await expect(question).toContainText('No.');
  await expect(done).toHaveCount(1);
  await expect(answered(page)).toHaveText('1 of 2 questions answered, 1 skipped');

  await expect(page).toHaveURL(/#step=8$/);
  await page.reload();
  await expect(page.locator('#lesson[data-live]')).toBeVisible();
  await expect(done).toHaveCount(1);
  await expect(question).toContainText('No.');
  await button('Reset lesson').click();
  await expect(done).toHaveCount(0);
  await expect(answered(page)).toContainText('0 of 2 questions answered');
});

test('a question that a knob takes away does not stand in the way', async ({ page }) => {
  const { button, option } = await openQuestion(page, '01-asyncio-run', '#knob.run_it=false');
  await expect(answered(page)).toContainText('0 of 1 questions answered');
  await button('Question 1: open').click();
  await option('Skip').click();
  await button('End').click();
  await expect(page.locator('#contents li[data-done]')).toHaveCount(1);
});

test('a knob that changes what is right opens the question again', async ({ page }) => {
  const { button, slider, region, question, option } = await openQuestion(
    page,
    '08-shield',
    '#step=23',
  );
  await option('waiting').click();
  await expect(question).toContainText('Yes.');
  const shield = region('Knobs').getByRole('switch', { name: 'Shield the task' });
  await shield.click();
  await slider.fill('10');
  await button('Question 2: open').click();
  await option('done: cancelled').click();
  await expect(question).toContainText('Yes.');
  await region('Knobs').getByRole('button', { name: 'Original' }).click();
  await slider.fill('23');
  await expect(option('waiting')).toBeVisible();
});

test('the switch turns questions off, for every lesson and the next visit', async ({ page }) => {
  await page.clock.install();
  const first = await openQuestion(page, '06-cancel', '#step=163');
  await expect(first.question).toBeVisible();
  const asks = first.region('Knobs').getByRole('switch', { name: 'Stop and let me predict' });
  await expect(asks).toBeChecked();
  await asks.click();
  await expect(first.question).toBeHidden();

  const { button, question } = await openQuestion(page, '07-wait-for');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('8');
  await button('Play').click();
  await page.clock.runFor(60_000);
  await expect(button('Forward')).toHaveAttribute('aria-disabled', 'true');
  await expect(question).toBeHidden();
  await expect(answered(page)).toContainText('0 of 2 questions answered');
  await button('Question 1: open').click();
  await expect(question).toBeVisible();
});

test('answers go into a file and come back; garbage changes nothing', async ({ page, browser }) => {
  const { option, question } = await openQuestion(page, '08-shield', '#step=23');
  await option('ready').click();
  await expect(question).toContainText('No.');
  await page.goto(`${process.env.SITE_URL}index.html`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export progress' }).click();
  const file = await (await download).path();

  const context = await browser.newContext({ serviceWorkers: 'block' });
  const other = await context.newPage();
  await other.goto(`${process.env.SITE_URL}index.html`);
  const chooser = other.locator('input[type=file]');
  await chooser.setInputFiles(file);
  await expect(other.getByRole('status')).toContainText('This is the progress of that file.');
  for (const text of ['', '{"version":2}', '{"version":9,"lessons":{}}']) {
    await chooser.setInputFiles({
      name: 'garbage.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
    await expect(other.getByRole('status')).toHaveText('That file holds no progress.');
  }
  const again = await openQuestion(other, '08-shield');
  await expect(again.slider).toHaveValue('23');
  await expect(again.question).toContainText('No.');
  await expect(again.question.getByRole('row', { name: 'ready waiting' })).toBeVisible();
  await context.close();
});

for (const text of [
  'garbage',
  '{"version":2,"asks":true,"lessons":{"08-shield":{"replies":{"state at wait-for":{"given":[{}],"answer":7}}}}}',
  '{"version":2,"lessons":{"08-shield":{"link":"#step=23","replies":{"state at wait-for":{"given":["<img src=x onerror=alert(1)>"],"answer":["waiting"]}}}}}',
]) {
  test(`stored garbage costs the progress only: ${text.slice(0, 60)}`, async ({ page }) => {
    await page.addInitScript((value) => {
      localStorage.setItem('asyncio-tour-progress', value);
    }, text);
    const { errors, question } = await openQuestion(page, '08-shield', '#step=23');
    await expect(question).toBeVisible();
    await expect(question.locator('img')).toHaveCount(0);
    expect(errors).toEqual([]);
  });
}
