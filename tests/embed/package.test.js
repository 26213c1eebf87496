/** What npm packs, in fresh projects. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { publint } from 'publint';

const run = promisify(execFile);

/** @type {string} a project in which the package is installed */
let project;
/** @type {string[]} what the tarball holds */
let files;

before(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'asyncio-tour-'));
  const { stdout } = await run('npm', [
    'pack',
    '--json',
    '--ignore-scripts',
    `--pack-destination=${project}`,
  ]);
  const [{ filename, files: packed }] = JSON.parse(stdout);
  files = packed.map((/** @type {{ path: string }} */ file) => file.path);
  // No dependencies: unpacking is installing.
  const installed = path.join(project, 'node_modules', 'asyncio-tour');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xf', path.join(project, filename), '--strip-components=1', '-C', installed]);
  await writeFile(path.join(project, 'package.json'), '{ "type": "module" }');
});

after(() => rm(project, { recursive: true, force: true }));

const PROGRAM = `
import { loadRuntime, KnobError } from 'asyncio-tour';

const runtime = await loadRuntime();
let text = '';
const session = runtime.start('04-create-task', { knobs: { work_seconds: 2 } });
session.on('output', (output) => { text += output.text; });
while (session.canAdvance) session.advance(1000);
const own = runtime.start(function* main(loop) {
  yield loop.sleep(1);
  loop.print('slept', loop.time());
});
own.on('output', (output) => { text += output.text; });
while (own.canAdvance) own.advance(1000);
try {
  runtime.start('04-create-task', { knobs: { work_seconds: 99 } });
} catch (error) {
  text += error instanceof KnobError;
}
globalThis.result = text;
`;

const PRINTED =
  'main goes on at once.\nsleeping for 2 second(s)\nmain has slept for 1 second(s)\n' +
  'finished sleeping for 2 second(s)\ndelay returned 2\nslept 1\ntrue';

/** @param {string} name @param {string} text */
async function write(name, text) {
  const file = path.join(project, name);
  await writeFile(file, text);
  return file;
}

/** @param {string[]} [conditions] */
async function bundleProgram(conditions) {
  const file = await write('program.js', PROGRAM);
  const { outputFiles } = await build({
    stdin: { contents: await readFile(file, 'utf8'), resolveDir: project },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    absWorkingDir: project,
    ...(conditions && { conditions }),
  });
  return outputFiles[0]?.text ?? '';
}

test('the tarball holds what is needed and nothing else', () => {
  const allowed =
    /^(LICENSE|README\.md|package\.json|build\/trace-events\.js|dist\/lessons\.(wasm|json)|dist\/package\/[\w.-]+\.js|dist\/package\/types\/(build|web)\/[\w./-]+\.d\.ts|web\/(cli|loop|model|module|session|trace)\/[\w-]+\.js)$/;
  assert.deepEqual(
    files.filter((file) => !allowed.test(file)),
    [],
  );
});

test('publint finds nothing', async () => {
  const { messages } = await publint({
    pkgDir: path.join(project, 'node_modules', 'asyncio-tour'),
    strict: true,
  });
  assert.deepEqual(messages, []);
});

test('Node runs it', async () => {
  const file = await write('program.js', `${PROGRAM}\nprocess.stdout.write(globalThis.result);`);
  assert.equal((await run(process.execPath, [file])).stdout, PRINTED);
});

test('a bundle for browsers has no node: import, and runs', async () => {
  const bundled = await bundleProgram();
  assert.doesNotMatch(bundled, /["']node:/);
  const file = await write('bundle.mjs', `${bundled}\nprocess.stdout.write(globalThis.result);`);
  assert.equal((await run(process.execPath, [file])).stdout, PRINTED);
});

test('Vite builds it for browsers, external wasm and element too', async () => {
  await write('index.html', '<script type="module" src="./vite-main.js"></script>');
  await write(
    'vite-main.js',
    `import { loadRuntime } from 'asyncio-tour';
import { loadRuntime as loadExternal } from 'asyncio-tour/external';
import 'asyncio-tour/element';
console.log(loadRuntime, loadExternal);`,
  );
  const { build: viteBuild } = await import('vite');
  await viteBuild({ root: project, logLevel: 'error', configFile: false });
  const assets = await readdir(path.join(project, 'dist', 'assets'));
  assert.ok(
    assets.some((name) => /^lessons-.*\.wasm$/.test(name)),
    'the wasm comes along',
  );
  assert.ok(
    assets.some((name) => /^lesson-parts-.*\.js$/.test(name)),
    'the parts load late',
  );
  for (const name of assets.filter((each) => each.endsWith('.js'))) {
    const script = await readFile(path.join(project, 'dist', 'assets', name), 'utf8');
    assert.doesNotMatch(script, /["']node:/);
  }
});

test('one classic script gives the same', async () => {
  const script = await readFile(
    path.join(project, 'node_modules/asyncio-tour/dist/package/asyncio-tour.global.js'),
    'utf8',
  );
  // Whatever the page's encoding is.
  assert.match(script, /^[\0-\x7f]*$/);
  const { WebAssembly, TextDecoder, TextEncoder, performance, setTimeout, clearTimeout } =
    globalThis;
  const context = {
    ...{ WebAssembly, TextDecoder, TextEncoder, performance, setTimeout, clearTimeout },
    ...{ setImmediate, console },
  };
  const lessons = await runInNewContext(
    `${script};asyncioTour.loadRuntime().then((runtime) => runtime.lessons.length)`,
    context,
  );
  assert.equal(lessons, 13);
});

test('the element can be imported where there are no elements', async () => {
  const file = await write(
    'element.mjs',
    `import { AsyncioLesson } from 'asyncio-tour/element';\nprocess.stdout.write(typeof AsyncioLesson);`,
  );
  assert.equal((await run(process.execPath, [file])).stdout, 'function');
});

test('TypeScript knows it, strictly', async () => {
  await cp(new URL('fixtures/use.ts', import.meta.url), path.join(project, 'use.ts'));
  await writeFile(
    path.join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'ES2022',
        lib: ['ES2023', 'DOM', 'DOM.Iterable'],
        module: 'NodeNext',
        moduleResolution: 'NodeNext',
        types: [],
      },
      files: ['use.ts'],
    }),
  );
  const tsc = path.resolve('node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', project]).catch((error) => error);
  assert.equal(stdout, '');
});

test('the command runs from the package', async () => {
  const command = path.join(project, 'node_modules/asyncio-tour/web/cli/tour.js');
  const { stdout } = await run(process.execPath, [command, 'list']);
  assert.match(stdout, /06-cancel/);
});

const EXAMPLES = await readFile(new URL('../../web/examples/README.md', import.meta.url), 'utf8');
const OUTPUTS = [
  /ended true\n$/,
  /^the answer is 42\ncancelled at 1\n$/,
  /^slept 1\ntoo late at 5\n$/,
  /^true 01\.svg ms\ntrue\n$/,
];

for (const [index, [, code]] of [...EXAMPLES.matchAll(/```js\n([^]*?)```/g)].entries()) {
  test(`example ${index + 1} of the README runs as it is`, async () => {
    const file = await write(`example-${index}.js`, code ?? '');
    const { stdout } = await run(process.execPath, [file]);
    assert.match(stdout, OUTPUTS[index] ?? /^$/);
  });
}
