/** The C library with nothing but its header, as web/examples/README.md tells. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { installPackage } from './support/installed-package.js';

const run = promisify(execFile);
const README = await readFile('web/examples/README.md', 'utf8');

/** @param {string} language @param {RegExp} within */
function exampleOf(language, within) {
  const blocks = [...README.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))];
  const found = blocks.map(([, text]) => text ?? '').find((text) => within.test(text));
  assert.ok(found, `${language} with ${within}`);
  return found;
}

/** @type {Awaited<ReturnType<typeof installPackage>>} */
let fresh;

before(async () => {
  await run('make', ['-s', 'lib']);
  fresh = await installPackage();
  for (const file of ['runtime/asyncio.h', 'dist/libasyncio.a', 'dist/libasyncio-wasm.a']) {
    await copyFile(file, path.join(fresh.project, path.basename(file)));
  }
  await fresh.write('hello.c', exampleOf('c', /asyncio_run/));
});
after(() => fresh.remove());

const [native = '', wasm = ''] = exampleOf('sh', /^cc/).trim().split('\n');

/** @param {string} command */
const inProject = (command) => run('sh', ['-c', command], { cwd: fresh.project });

test('a native program needs the header and the archive', async () => {
  await inProject(native.replace(/^cc/, 'gcc'));
  assert.equal((await inProject('./hello')).stdout, 'hello after 1 second(s)\n');
});

test('a compiler that sees the whole program keeps what others do while a stack is suspended', async () => {
  const sources = (await readdir('runtime')).filter(
    (file) => file.endsWith('.c') && !/_web\.c$|^program_posix\.c$/.test(file),
  );
  const files = sources.map((file) => path.resolve('runtime', file)).join(' ');
  await inProject(`gcc -O2 -flto -ffp-contract=off -I. hello.c ${files} -lm -o whole`);
  assert.equal((await inProject('./whole')).stdout, 'hello after 1 second(s)\n');
});

test('one for Emscripten needs as much, and the package runs it', async () => {
  await inProject(wasm.replace(/^emcc/, `'${path.resolve('web/build/emcc.sh')}'`));
  const file = await fresh.write('run.js', exampleOf('javascript', /hello\.wasm/));
  const { stdout } = await run(process.execPath, [file], { cwd: fresh.project });
  assert.equal(stdout, 'hello after 1 second(s)\n');
});
