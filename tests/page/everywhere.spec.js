/** What holds on every device: a phone, a keyboard, a screen reader, paper. */
import { expect, test } from '@playwright/test';
import { runtime } from '../lessons/support/run-in-node.js';
import { openLesson } from './support/lesson-page.js';

const PANELS = ['Lesson', 'Loop', 'Waits', 'Tasks', 'Output', 'Try it'];
const FOLDERS = runtime.lessons.map(({ folder }) => folder);

test.describe('a phone of 360 px', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  for (const folder of FOLDERS) {
    test(`${folder}: targets are large enough, and nothing scrolls sideways`, async ({ page }) => {
      const { button, slider } = await openLesson(page, folder);
      await slider.fill(String(Math.round(Number(await slider.getAttribute('max')) / 2)));
      const found = [];
      for (const panel of PANELS) {
        await button(panel).click();
        found.push({ panel, ...(await page.evaluate(measureTargets)) });
      }
      expect(found).toEqual(PANELS.map((panel) => ({ panel, tooSmall: [], excess: 0 })));
    });
  }

  test('code, stepper and whose values stay in sight beside every panel', async ({ page }) => {
    const { button, region } = await openLesson(page, '06-cancel');
    for (const panel of PANELS) {
      await button(panel).click();
      await expect(region('Code')).toBeInViewport();
      for (const name of [
        'Original',
        'Mine',
        'Reset lesson',
        'Forward',
        'Copy link to this step',
      ]) {
        await expect(button(name)).toBeInViewport();
      }
    }
  });
});

test('a phone whose browser takes its share shows code, panel and buttons', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 560 });
  const { button, region } = await openLesson(page, '08-shield');
  await button('Loop').click();
  for (const each of [region('Code'), region('Why'), region('Ready queue')]) {
    await expect(each).toBeInViewport({ ratio: 0.3 });
  }
  for (const name of ['Start', 'Back', 'Play', 'Forward', 'End']) {
    await expect(button(name)).toBeInViewport({ ratio: 1 });
  }
});

test('in a low window everything can be scrolled to', async ({ page }) => {
  await page.setViewportSize({ width: 844, height: 390 });
  const { button, region } = await openLesson(page, '08-shield');
  await expect(region('Code')).toBeInViewport();
  await button('Forward').scrollIntoViewIfNeeded();
  await expect(button('Forward')).toBeInViewport({ ratio: 1 });
  await region('Timeline').scrollIntoViewIfNeeded();
  await expect(region('Timeline')).toBeInViewport();
});

test('on a phone a step is chosen beside the slider, and the speed among the knobs', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const { button, slider } = await openLesson(page, '06-cancel');
  await page.getByRole('combobox', { name: 'Step by' }).selectOption('by callback');
  await button('Forward').click();
  await button('Forward').click();
  expect(Number(await slider.inputValue())).toBeGreaterThan(10);
  await button('Try it').click();
  await expect(page.getByRole('combobox', { name: 'Speed' })).toBeVisible();
});

/** Runs in the page: what can be pressed and is smaller than 44 px, links within prose apart. */
function measureTargets() {
  const root = document.querySelector('[data-live]')?.shadowRoot;
  const targets = [
    ...(root?.querySelectorAll('button, select, input, summary, a') ?? []),
    ...document.querySelectorAll('header button, header a, summary'),
  ];
  const tooSmall = targets.flatMap((each) => {
    const target = /** @type {HTMLElement} */ (each);
    const { width, height } = target.getBoundingClientRect();
    const isShown = target.checkVisibility({ visibilityProperty: true }) && width > 0;
    const isPressed = getComputedStyle(target).pointerEvents !== 'none';
    // A switch is pressed in its row; a flag and a time are second ways to what a panel offers.
    if (!isShown || !isPressed || target.matches('.switch, .flag-name, p a, li a')) return [];
    return height < 44 || width < 44
      ? [`${target.className} ${target.textContent} ${Math.round(width)}x${Math.round(height)}`]
      : [];
  });
  const { scrollWidth, clientWidth } = document.documentElement;
  const frame = /** @type {HTMLElement} */ (root?.querySelector('.frame'));
  return {
    tooSmall,
    excess: scrollWidth - clientWidth + (frame.scrollWidth - frame.clientWidth),
  };
}

for (const folder of FOLDERS) {
  test(`${folder}: completed by keyboard alone`, async ({ page }) => {
    test.slow();
    const { button, slider } = await openLesson(page, folder);
    const last = /** @type {string} */ (await slider.getAttribute('max'));
    const goTo = async (/** @type {import('@playwright/test').Locator} */ control) => {
      for (let tabs = 0; tabs < 120; tabs++) {
        if (await control.evaluate((element) => element.matches(':focus'))) return;
        await page.keyboard.press('Tab');
      }
      await expect(control).toBeFocused();
    };
    while (await button('Next question').isVisible()) {
      await goTo(button('Next question'));
      await page.keyboard.press('Enter');
      await goTo(button('Skip'));
      await page.keyboard.press('Enter');
    }
    await goTo(slider);
    await page.keyboard.press('Home');
    await expect(slider).toHaveValue('0');
    const asked = page.locator('.question .asking');
    for (let steps = 0; steps < 60 && (await slider.inputValue()) !== last; steps++) {
      await page.keyboard.press(']');
      for (const key of '123456') if (await asked.count()) await page.keyboard.press(key);
      if (await asked.count()) await page.keyboard.press('Enter');
    }
    await expect(slider).toHaveValue(last);
    await page.goto(`${process.env.SITE_URL}index.html`);
    await expect(page.locator('.lesson-list li[data-done]')).toHaveCount(1);
  });
}

test('the why line is announced on steps, and quiet while playing', async ({ page }) => {
  await page.clock.install();
  const { button, region } = await openLesson(page, '06-cancel');
  const line = region('Why').locator('.why-line');
  await button('Forward').click();
  await expect(line).toHaveAttribute('aria-live', 'polite');
  await button('Play').click();
  await expect(line).toHaveAttribute('aria-live', 'off');
  await button('Pause').click();
  await expect(line).toHaveAttribute('aria-live', 'polite');
});

test('every picture is there as a table, too', async ({ page }) => {
  const { button, region, slider } = await openLesson(page, '08-shield');
  await slider.fill('57');
  await button('As tables').click();
  await button('As a table').click();
  await button('Timeline as a table').click();
  await expect(region('Ready queue').getByRole('row', { name: '1, next' })).toContainText('shield');
  await expect(region('Timers').getByRole('row', { name: '10.000 s' })).toContainText('sleep(10)');
  const waits = region('Who waits for whom');
  await expect(waits.getByRole('row', { name: 'delay Waiting' })).toContainText('sleep(10)');
  await expect(waits.getByRole('row', { name: 'shield' })).toContainText('the cancel stopped here');
  await expect(waits.getByRole('row', { name: /^sleep\(10\)/ })).toContainText('10.000 s');
  const timeline = region('Timeline');
  await expect(timeline.getByRole('row', { name: 'main Running' })).toContainText('0.000 s');
  const moments = timeline.getByRole('table', { name: 'Named moments' });
  await moments.getByRole('row', { name: 'delay done' }).getByRole('button').click();
  await expect(slider).not.toHaveValue('57');
  await expect(moments.getByRole('row', { name: 'delay done, now' })).toBeVisible();
});

test('with reduced motion nothing moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { button } = await openLesson(page, '06-cancel');
  for (let steps = 0; steps < 30; steps++) {
    await button('Forward').click();
    const moving = await page.evaluate(() => document.getAnimations().length);
    expect(moving).toBe(0);
  }
});

test('on paper there are the text, both listings and the moment, and no buttons', async ({
  page,
}) => {
  const { region } = await openLesson(page, '08-shield', '#step=57');
  await page.emulateMedia({ media: 'print' });
  for (const name of ['Prose', 'Code', 'Ready queue', 'Timers', 'Tasks', 'Timeline', 'Output']) {
    await expect(region(name)).toBeVisible();
  }
  await expect(region('Code').getByText('exit_status(asyncio_run')).toBeVisible();
  await expect(region('Code').getByText('asyncio.run(main())')).toBeVisible();
  for (const name of ['Forward', 'Copy lesson.py', 'Show cause', 'Contents', 'As a table']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeHidden();
  }
});

test('a listing that does not show is there only on paper', async ({ page }) => {
  const { region } = await openLesson(page, '08-shield');
  const listings = region('Code').locator('.listing');
  const print = (/** @type {string} */ event) =>
    page.evaluate((type) => dispatchEvent(new Event(type)), event);
  await expect(listings).toHaveCount(1);
  await print('beforeprint');
  await expect(listings).toHaveCount(2);
  await print('afterprint');
  await expect(listings).toHaveCount(1);
  await expect(region('Code').getByText('asyncio.run(main())')).toBeVisible();
});

test('forced colours and paper keep the fills and patterns that tell states apart', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openLesson(page, '05-many-tasks', '#step=100');
  const frame = page.locator('.frame');
  await expect(frame).toHaveCSS('forced-color-adjust', 'none');
  const fill = page.locator('.running-slot .card');
  const [ink, paper] = await fill.evaluate((card) => {
    const { color, backgroundColor } = getComputedStyle(card);
    return [color, backgroundColor];
  });
  expect(ink).not.toBe(paper);
  await expect(page.locator('.segment[data-state=ready]').first()).toHaveCSS(
    'background-image',
    /gradient/,
  );
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  await expect(frame).toHaveCSS('print-color-adjust', 'exact');
});
