/**
 * A visit to a lesson, from its start to its first step. To evaluate something, Playwright puts a
 * script of its own into the page, which takes milliseconds of the page's thread: here the browser is
 * asked itself.
 */
import { timeFirstStep } from './in-page.js';

/**
 * @param {import('@playwright/test').Page} page   a new one
 * @param {string} url
 */
export async function visit(page, url) {
  const devTools = await page.context().newCDPSession(page);
  const ask = async (/** @type {string} */ expression) => {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await devTools.send('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  };
  // A learner's tab is there already: what starts a new one is no part of the visit.
  await ask('new Promise((resolve) => requestIdleCallback(() => resolve()))');
  await page.goto(url, { waitUntil: 'commit' });
  return /** @type {ReturnType<typeof timeFirstStep>} */ (ask(`(${timeFirstStep})()`));
}
