/** A lesson's page as tests use it. */
import { expect } from '@playwright/test';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {HTMLElement & { view: import('../../../web/views/lesson-view.js').LessonView }} LessonElement
 */

/**
 * @param {Page} page
 * @param {string} folder
 * @param {string} [link] what follows the name of the page
 * @param {string} [site]
 */
export async function openLesson(page, folder, link = '', site = process.env.SITE_URL) {
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`${site}${folder}.html${link}`);
  await expect(page.locator('#lesson[data-live]')).toBeVisible();
  return {
    errors,
    button: (/** @type {string} */ name) => page.getByRole('button', { name, exact: true }),
    region: (/** @type {string} */ name) => page.getByRole('region', { name, exact: true }),
    slider: page.getByRole('slider', { name: 'Step', exact: true }),
  };
}

/** As if the learner had turned the questions off. @param {Page} page */
export async function askNothing(page) {
  const progress = JSON.stringify({ version: 2, asks: false, lessons: {} });
  await page.addInitScript((text) => {
    localStorage.setItem('asyncio-tour-progress', text);
  }, progress);
}

/** What a run printed to stdout, as the Output region shows it. @param {Page} page */
export async function shownOutput(page) {
  const lines = await page
    .getByRole('region', { name: 'Output' })
    .locator('li:not([data-error]) .printed')
    .allTextContents();
  return lines.map((line) => `${line}\n`).join('');
}
