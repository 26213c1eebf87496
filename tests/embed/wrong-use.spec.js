/** What is wrong with a module or with what is asked of it is a typed error, in browsers, too. */
import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { openPage, waitForGlobal } from './support/page.js';

const WASM = await readFile('dist/lessons.wasm');

/**
 * What a script throws that loads the package from a page of somebody's.
 * @param {import('@playwright/test').Page} page
 * @param {string} script   `load` and all that the package exports are there
 * @param {Parameters<typeof openPage>[2] & { entry?: string }} [options]
 * @returns {Promise<any>}
 */
async function thrown(page, script, { entry = '/asyncio-tour.js', ...options } = {}) {
  const main = `import * as tour from '${entry}';
    const tell = ({ name, reason, message }) => { globalThis.thrown = { name, reason, message }; };
    try { ${script}; tell({ name: 'nothing' }); } catch (error) { tell(error); }`;
  await openPage(page, '', {
    script: '/main.js',
    ...options,
    files: { ...options.files, '/main.js': { body: main } },
  });
  return waitForGlobal(page, 'thrown');
}

const NO_WASM = "default-src 'none'; script-src 'self'; connect-src 'self'";
const EXTERNAL = "await tour.loadRuntime({ module: '/lessons.wasm' })";

for (const [what, script, options, expected] of /** @type {[string, string, any, object][]} */ ([
  [
    'a policy without wasm-unsafe-eval',
    'await tour.loadRuntime()',
    { csp: NO_WASM },
    { reason: 'policy', message: expect.stringContaining("script-src 'wasm-unsafe-eval'") },
  ],
  [
    'the same with the wasm in a file',
    EXTERNAL,
    { csp: NO_WASM, files: { '/lessons.wasm': { body: WASM, contentType: 'application/wasm' } } },
    { reason: 'policy' },
  ],
  [
    'a module that is not there',
    EXTERNAL,
    {},
    { reason: 'fetch', message: expect.stringMatching(/not at https.*lessons.wasm.*404/) },
  ],
  [
    'a page in place of the module',
    EXTERNAL,
    { files: { '/lessons.wasm': { body: '<!doctype html>', contentType: 'text/html' } } },
    {
      reason: 'compile',
      message: expect.stringMatching(/lessons.wasm, text.html, is no WebAssembly/),
    },
  ],
  [
    'garbage of the right type',
    EXTERNAL,
    { files: { '/lessons.wasm': { body: 'garbage', contentType: 'application/wasm' } } },
    { reason: 'compile' },
  ],
  [
    'a module that is cut off',
    EXTERNAL,
    {
      files: { '/lessons.wasm': { body: WASM.subarray(0, 9999), contentType: 'application/wasm' } },
    },
    { reason: 'compile' },
  ],
  [
    'a connection that the policy forbids',
    "await tour.loadRuntime({ module: 'https://elsewhere.example/lessons.wasm' })",
    {},
    { reason: 'fetch', message: expect.stringContaining('https://elsewhere.example/lessons.wasm') },
  ],
  [
    'a list of lessons that is something else',
    "await tour.loadRuntime({ lessons: '/list.json' })",
    { files: { '/list.json': { body: '{}', contentType: 'application/json' } } },
    { reason: 'mismatch', message: expect.stringContaining('no list of lessons') },
  ],
])) {
  test(`a ModuleError: ${what}`, async ({ page }) => {
    const entry = script === EXTERNAL ? '/external.js' : '/asyncio-tour.js';
    const error = await thrown(page, script, { entry, ...options });
    expect(error).toEqual(expect.objectContaining({ name: 'ModuleError', ...expected }));
  });
}

test('the right bytes of a wrong type are good enough', async ({ page }) => {
  const files = { '/lessons.wasm': { body: WASM, contentType: 'application/octet-stream' } };
  expect(await thrown(page, EXTERNAL, { entry: '/external.js', files })).toMatchObject({
    name: 'nothing',
  });
});

for (const [what, script, name, message] of /** @type {[string, string, string, RegExp][]} */ ([
  ['an unknown lesson', "runtime.start('sheild')", 'UnknownLesson', /Did you mean 08-shield\?/],
  ['no lesson', 'runtime.start(undefined)', 'UnknownLesson', /There is no lesson "undefined"/],
  ['an unknown knob', "runtime.start('6', { knobs: { work: 1 } })", 'KnobError', /no knob "work"/],
  [
    'a knob out of range',
    "runtime.start('6', { knobs: { work_seconds: 1e9 } })",
    'KnobError',
    /work_seconds is a whole number from/,
  ],
  [
    'a knob of another type',
    "runtime.start('6', { knobs: { work_seconds: '3' } })",
    'KnobError',
    /not "3"/,
  ],
  ['a clock that is none', "runtime.start('6', { clock: 'wall' })", 'TypeError', /not wall/],
  ['a budget that is none', "runtime.start('6', { budget: NaN })", 'TypeError', /not NaN/],
  ['a rate that is none', "runtime.start('6').run({ rate: 9 })", 'RangeError', /not 9/],
  [
    'advance() after close()',
    "const session = runtime.start('6'); session.close(); session.advance()",
    'SessionClosed',
    /closed; start a new one/,
  ],
  [
    'run() after close()',
    "const session = runtime.start('6'); session.close(); session.run()",
    'SessionClosed',
    /closed/,
  ],
  [
    'the loop after close()',
    "const session = runtime.start('6'); session.advance(3); session.close(); session.loop.sleep(1)",
    'SessionClosed',
    /closed/,
  ],
  [
    'the loop before it runs',
    "runtime.start('6').loop.createTask(function* () {})",
    'RuntimeError',
    /no running event loop/,
  ],
  ['a topic that is none', "runtime.start('6').on('event', () => {})", 'TypeError', /events/],
])) {
  test(`wrong use is told: ${what}`, async ({ page }) => {
    const error = await thrown(page, `const runtime = await tour.loadRuntime(); ${script}`);
    expect(error.name).toBe(name);
    expect(error.message).toMatch(message);
  });
}

test('an element in a page that forbids WebAssembly says so, and what it needs', async ({
  page,
}) => {
  await openPage(page, '<asyncio-lesson lesson="6"><p>Read this</p></asyncio-lesson>', {
    csp: `${NO_WASM}; style-src 'self'`,
  });
  await expect(page.getByRole('alert')).toContainText("it needs script-src 'wasm-unsafe-eval'");
  await expect(page.getByText('Read this')).toBeVisible();
});
