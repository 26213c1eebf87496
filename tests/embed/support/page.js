/** A page of somebody's, with the package's files beside it. */
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** It is not the tutorial's. */
const SITE = 'https://teacher.example/';

/** As strict as it can be. */
const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

const TYPES = /** @type {Record<string, string>} */ ({
  '.js': 'text/javascript',
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
});

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} body
 * @param {{ csp?: string, head?: string, script?: string, files?: Record<string, { contentType?: string, body: string | Buffer, status?: number }> }} [options] `script`: what the page loads
 */
export async function openPage(
  page,
  body,
  { csp = CSP, head = '', script = '/element.js', files = {} } = {},
) {
  /** @type {string[]} */
  const errors = [];
  /** @type {string[]} */
  const requests = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.route(`${SITE}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    requests.push(pathname);
    if (pathname === '/') {
      const module = script && `<script type="module" src="${script}"></script>`;
      const html = `<!doctype html><meta charset="utf-8"><title>t</title>${module}${head}${body}`;
      return route.fulfill({
        contentType: TYPES['.html'],
        body: html,
        headers: { 'content-security-policy': csp },
      });
    }
    const own = files[pathname];
    if (own) return route.fulfill({ contentType: TYPES[path.extname(pathname)] ?? '', ...own });
    return fulfillFrom(route, 'dist/package', pathname);
  });
  await page.goto(SITE);
  return { errors, requests };
}

/**
 * @param {import('@playwright/test').Route} route
 * @param {string} folder
 * @param {string} pathname
 */
export async function fulfillFrom(route, folder, pathname) {
  const body = await readFile(path.join(folder, pathname)).catch(() => null);
  if (!body) return route.fulfill({ status: 404 });
  return route.fulfill({ contentType: TYPES[path.extname(pathname)] ?? '', body });
}

/**
 * The page's own policy forbids what Playwright's waitForFunction() does at its second look.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} name   of a global
 * @returns {Promise<any>} its value, once it has one
 */
export async function waitForGlobal(page, name) {
  const read = () => page.evaluate(`globalThis[${JSON.stringify(name)}]`);
  await expect.poll(read, { timeout: 20_000 }).toBeDefined();
  return read();
}
