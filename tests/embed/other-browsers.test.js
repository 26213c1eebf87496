/**
 * The same smoke test in Firefox and WebKitGTK, where they are installed: a page under a strict
 * policy tells the server what it has seen.
 *
 *   apt-get install firefox-esr webkit2gtk-driver xvfb xauth
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const PATIENCE = 90_000; // ms

// Images: a browser asks for an icon by itself.
const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'";

const PAGE = `<!doctype html><meta charset="utf-8"><title>smoke</title>
<asyncio-lesson lesson="6" panels="code,why,stepper,timeline">Read on</asyncio-lesson>
<script type="module" src="/smoke.js"></script>`;

const SCRIPT = `
import { loadRuntime } from '/asyncio-tour.js';
import '/element.js';

const seen = { agent: navigator.userAgent, printed: '', errors: [] };
addEventListener('error', ({ message }) => seen.errors.push(message));
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  seen.errors.push(violatedDirective + ' ' + blockedURI));
try {
  const runtime = await loadRuntime();
  const session = runtime.start(function* main(loop) {
    const [first] = yield loop.gather([loop.sleep(1, 'slept'), Promise.resolve('told')]);
    loop.print(first, loop.time());
  });
  session.on('output', ({ text }) => { seen.printed += text; });
  await session.run({ rate: Infinity }).finished;

  const element = document.querySelector('asyncio-lesson');
  const view = await element.open();
  const complete = new Promise((resolve) => element.addEventListener('complete', resolve, { once: true }));
  await element.step();
  await element.seek(1e6);
  await complete;
  seen.length = view.session.history.length;
  seen.position = element.position;
  const { shadowRoot: root } = element;
  seen.slider = root.querySelector('input[aria-label=Step]').value;
  seen.lines = root.querySelectorAll('.line').length;
  seen.height = element.getBoundingClientRect().height;
} catch (error) {
  seen.errors.push(String(error));
}
await fetch('/result', { method: 'POST', body: JSON.stringify(seen) });
`;

/** The page and what it loads; `seen` is what it tells. */
async function serveSmoke() {
  const server = createServer();
  const seen = new Promise((resolve) => {
    server.on('request', async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (request.method === 'POST') {
        resolve(JSON.parse(await text(request)));
        return response.end();
      }
      const own = /** @type {Record<string, string>} */ ({ '/': PAGE, '/smoke.js': SCRIPT })[
        pathname
      ];
      const body =
        own ??
        (await readFile(path.join('dist/package', path.basename(pathname))).catch(() => null));
      if (body === null) return response.writeHead(404).end();
      const type = pathname === '/' ? 'text/html' : 'text/javascript';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': CSP });
      return response.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, seen, server };
}

/** @param {...string} names @returns {string | undefined} where the first of them is */
function find(...names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(existsSync);
}

function findMiniBrowser() {
  const root = '/usr/lib/x86_64-linux-gnu';
  const folders = existsSync(root) ? readdirSync(root) : [];
  return folders
    .filter((name) => name.startsWith('webkit2gtk-4'))
    .map((name) => path.join(root, name, 'MiniBrowser'))
    .find(existsSync);
}

const firefox = find('firefox-esr', 'firefox');
const miniBrowser = findMiniBrowser();
const xvfb = find('xvfb-run');

const BROWSERS = [
  {
    name: 'Firefox',
    missing: firefox ? false : 'firefox-esr is not installed',
    command: (/** @type {string} */ home, /** @type {string} */ url) => [
      ...[firefox ?? '', '--headless', '--no-remote', '--profile', home, url],
    ],
    agent: /Firefox\//,
  },
  {
    name: 'WebKitGTK',
    missing: miniBrowser && xvfb ? false : 'webkit2gtk-driver or xvfb is not installed',
    command: (/** @type {string} */ _home, /** @type {string} */ url) => [
      ...[xvfb ?? '', '-a', miniBrowser ?? '', '--private', url],
    ],
    agent: /AppleWebKit.*Version\/.*Safari/,
  },
];

for (const { name, missing, command, agent } of BROWSERS) {
  test(`the module and the element work in ${name}`, { skip: missing }, async () => {
    const { url, seen, server } = await serveSmoke();
    const home = await mkdtemp(path.join(tmpdir(), 'smoke-'));
    const [program = '', ...args] = command(home, url);
    // A group of its own, which ends as a whole.
    const browser = spawn(program, args, {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, HOME: home, MOZ_DISABLE_CONTENT_SANDBOX: '1' },
    });
    try {
      const told = await Promise.race([
        seen,
        once(browser, 'error').then(([error]) => Promise.reject(error)),
        new Promise((_, reject) => {
          setTimeout(() => reject(new Error(`${name} tells nothing`)), PATIENCE).unref();
        }),
      ]);
      assert.match(told.agent, agent);
      assert.deepEqual(told.errors, []);
      assert.equal(told.printed, 'slept 1\n');
      assert.ok(told.length > 100);
      assert.equal(told.position, told.length);
      assert.equal(told.slider, String(told.length));
      assert.ok(told.lines > 10 && told.height > 200);
    } finally {
      if (browser.pid) process.kill(-browser.pid, 'SIGKILL');
      server.closeAllConnections();
      server.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}
