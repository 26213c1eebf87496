/** What npm packs, in fresh projects. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { publint } from 'publint';
import { installPackage } from './support/installed-package.js';
import { PRINTED, USE_PACKAGE } from './support/use-package.js';

const run = promisify(execFile);

/** @type {Awaited<ReturnType<typeof installPackage>>} */
let fresh;

before(async () => {
  fresh = await installPackage();
});
after(() => fresh.remove());

test('the tarball holds what is needed and nothing else', () => {
  const allowed =
    /^(LICENSE|README\.md|package\.json|build\/(trace-events\.js|wasm-build\.json)|dist\/lessons\.(wasm|json)|dist\/package\/([\w.-]+\.js|make-lesson\.LICENSES\.txt)|dist\/package\/types\/(build|web)\/[\w./-]+\.d\.ts|runtime\/\w+\.(c|h|js|txt|def)|web\/build\/emcc\.sh|web\/(cli|loop|model|module|session|trace)\/[\w-]+\.js)$/;
  assert.deepEqual(
    fresh.files.filter((file) => !allowed.test(file)),
    [],
  );
});

test('the tarball is as small as the README says', () => {
  assert.ok(fresh.size < 1_000_000, `${fresh.size} bytes`);
});

test('scripts are ASCII, for pages that do not say their encoding', async () => {
  const folder = path.join(fresh.installed, 'dist/package');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  assert.ok(names.length > 0);
  for (const name of names) {
    // eslint-disable-next-line no-control-regex
    assert.match(await readFile(path.join(folder, name), 'utf8'), /^[\x00-\x7f]*$/, name);
  }
});

test('publint finds nothing', async () => {
  const { messages } = await publint({
    pkgDir: fresh.installed,
    strict: true,
  });
  assert.deepEqual(messages, []);
});

test('Node runs it', async () => {
  const file = await fresh.write(
    'program.js',
    `${USE_PACKAGE}\nprocess.stdout.write(await main());`,
  );
  assert.equal((await run(process.execPath, [file])).stdout, PRINTED);
});

test('one classic script gives the same', async () => {
  const script = await readFile(
    path.join(fresh.installed, 'dist/package/asyncio-tour.global.js'),
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
  const file = await fresh.write(
    'element.mjs',
    `import { AsyncioLesson } from 'asyncio-tour/element';\nprocess.stdout.write(typeof AsyncioLesson);`,
  );
  assert.equal((await run(process.execPath, [file])).stdout, 'function');
});

const EXAMPLES = await readFile(new URL('../../web/examples/README.md', import.meta.url), 'utf8');

for (const [module, moduleResolution] of [
  ['NodeNext', 'NodeNext'],
  ['Node16', 'Node16'],
  ['ESNext', 'Bundler'],
]) {
  test(`TypeScript knows it, strictly, with ${moduleResolution}`, async () => {
    await fresh.copy(new URL('fixtures/use.ts', import.meta.url), 'use.ts');
    // As much of React as its JSX needs.
    await mkdir(path.join(fresh.project, 'node_modules/react'), { recursive: true });
    await fresh.write(
      'node_modules/react/package.json',
      '{ "exports": { ".": "./index.js", "./jsx-runtime": "./jsx-runtime.js" } }',
    );
    await fresh.write(
      'node_modules/react/index.d.ts',
      `export namespace JSX { interface IntrinsicElements {} interface Element {} }
      export interface HTMLAttributes<T> { title?: string }
      export type DetailedHTMLProps<A, T> = A & { ref?: { current: T | null } };`,
    );
    await fresh.write('node_modules/react/jsx-runtime.d.ts', "export type { JSX } from 'react';");
    await fresh.write('jsx.d.ts', /```ts\n([^]*?)```/.exec(EXAMPLES)?.[1] ?? '');
    await fresh.write(
      'use.tsx',
      `export const lesson = <asyncio-lesson title="t" lesson={6} predict panels="code" />;
      // @ts-expect-error it has no such attribute
      export const wrong = <asyncio-lesson lessson="6" />;`,
    );
    await fresh.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: 'ES2022',
          lib: ['ES2023', 'DOM', 'DOM.Iterable'],
          jsx: 'react-jsx',
          ...{ module, moduleResolution, types: [] },
        },
        files: ['use.ts', 'jsx.d.ts', 'use.tsx'],
      }),
    );
    const tsc = path.resolve('node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', fresh.project]).catch(
      (error) => error,
    );
    assert.equal(stdout, '');
  });
}

test('the command runs from the package', async () => {
  const command = path.join(fresh.installed, 'web/cli/tour.js');
  const { stdout } = await run(process.execPath, [command, 'list']);
  assert.match(stdout, /06-cancel/);
});

const OUTPUTS = [
  /ended true\n$/,
  /^the answer is 42\ncancelled at 1\n$/,
  /^slept 1\ntoo late at 5\n$/,
  /^true 01\.svg ms\ntrue\n$/,
];

for (const [index, [, code]] of [...EXAMPLES.matchAll(/```js\n([^]*?)```/g)].entries()) {
  test(`example ${index + 1} of the README runs as it is`, async () => {
    const file = await fresh.write(`example-${index}.js`, code ?? '');
    const { stdout } = await run(process.execPath, [file]);
    assert.match(stdout, OUTPUTS[index] ?? /^$/);
  });
}
