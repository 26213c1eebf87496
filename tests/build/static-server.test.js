import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../../web/server/static-server.js';

/** @type {string} */
let folder;
/** @type {import('../../web/server/static-server.js').StaticServer} */
let server;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'server-'));
  const root = path.join(folder, 'site');
  await mkdir(path.join(root, 'lessons'), { recursive: true });
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await mkdir(path.join(folder, 'site-of-another'));
  await writeFile(path.join(folder, 'site-of-another', 'secret.txt'), 'secret');
  await writeFile(path.join(root, 'index.html'), '<p>home</p>');
  await writeFile(path.join(root, 'lessons', 'index.html'), '<p>lessons</p>');
  await writeFile(path.join(root, 'lessons.wasm'), 'wasm');
  await writeFile(path.join(root, 'changing.txt'), 'before');
  await symlink(path.join(folder, 'secret.txt'), path.join(root, 'link.txt'));
  server = await startServer(root, { port: 0 });
});

after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/**
 * fetch() would normalize the path.
 *
 * @param {string} rawPath
 * @param {string} [method]
 * @param {import('node:http').OutgoingHttpHeaders} [sent]
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, body: string }>}
 */
function get(rawPath, method = 'GET', sent = {}) {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, path: rawPath, method, headers: sent };
    request(options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('a file', () => {
  test('comes with its type and the content security policy', async () => {
    const { status, headers, body } = await get('/lessons.wasm?fresh');
    assert.equal(status, 200);
    assert.equal(body, 'wasm');
    assert.equal(headers['content-type'], 'application/wasm');
    assert.match(
      String(headers['content-security-policy']),
      /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/,
    );
  });

  test('comes without its body for HEAD', async () => {
    const { status, headers, body } = await get('/lessons.wasm', 'HEAD');
    assert.deepEqual([status, headers['content-length'], body], [200, '4', '']);
  });

  test('that a browser has kept comes again only when it is another one', async () => {
    const { headers } = await get('/changing.txt');
    const kept = { 'If-None-Match': `"of another", ${headers.etag}` };
    const same = await get('/changing.txt', 'GET', kept);
    assert.deepEqual([same.status, same.body], [304, '']);
    await writeFile(path.join(folder, 'site', 'changing.txt'), 'after');
    const other = await get('/changing.txt', 'GET', kept);
    assert.deepEqual([other.status, other.body], [200, 'after']);
  });

  test('of a folder is its index.html', async () => {
    assert.equal((await get('/')).body, '<p>home</p>');
    assert.equal((await get('/lessons/')).body, '<p>lessons</p>');
  });

  test('of a folder without the slash is found relative to it', async () => {
    const { status, headers } = await get('/lessons');
    assert.deepEqual([status, headers.location], [301, './lessons/']);
  });
});

describe('refused:', () => {
  for (const [rawPath, status] of /** @type {const} */ ([
    ['/nothing.html', 404],
    ['/../secret.txt', 404],
    ['/lessons/../../secret.txt', 404],
    ['/%2e%2e/secret.txt', 404],
    ['/..%2fsecret.txt', 404],
    ['/..%2fsite-of-another%2fsecret.txt', 404],
    ['//secret.txt', 404],
    ['/link.txt', 404],
    ['/index.html%00.txt', 400],
    ['/%zz', 400],
  ])) {
    test(rawPath, async () => {
      const answer = await get(rawPath);
      assert.equal(answer.status, status);
      assert.ok(!answer.body.includes('secret\n'));
      assert.notEqual(answer.body, 'secret');
    });
  }

  test('other methods', async () => {
    const { status, headers } = await get('/', 'POST');
    assert.deepEqual([status, headers.allow], [405, 'GET, HEAD']);
  });
});

test('takes the next port when the one asked for is taken', async () => {
  const other = await startServer(path.join(folder, 'site'), { port: server.port });
  try {
    assert.ok(other.port > server.port, `${other.port} follows ${server.port}`);
    assert.equal((await fetch(other.url)).status, 200);
  } finally {
    await other.close();
  }
});
