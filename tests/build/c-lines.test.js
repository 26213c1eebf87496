import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { insertLines } from '../../web/build/c-lines.js';

const run = promisify(execFile);
const NASTY = new URL('fixtures/nasty.c', import.meta.url);

/** The body of a function, transformed; its first line is line 1. @param {string} body */
function transform(body) {
  const prefix = 'int f(void) {';
  const result = insertLines('lesson.c', `${prefix}${body}}`);
  return result.slice(prefix.length, -1).replaceAll('asyncio_line', 'L');
}

describe('a line is told', () => {
  /** @type {[what: string, body: string, expected: string][]} */
  const CASES = [
    ['before each statement', 'a();\nb();', 'L(1); a();\nL(2); b();'],
    ['once for the statements of one line', 'a(); b();', 'L(1); a(); b();'],
    ['where a statement of many lines begins', 'a(1,\n2);', 'L(1); a(1,\n2);'],
    ['before a declaration with a value', 'Task *t = a();', 'L(1); Task *t = a();'],
    ['in the braces a body lacks', 'if (x)\na();\nelse\nb();', 'L(1); if (x)\n{L(2); a();}\nelse\n{L(4); b();}'],
    ['before a condition after else', 'if (x)\na();\nelse if (y)\nb();', 'L(1); if (x)\n{L(2); a();}\nelse {L(3); if (y)\n{L(4); b();}}'],
    ['whenever the head of a loop runs', 'while (x)\na();', 'while (L(1), x)\n{L(2); a();}'],
    ['before each step of a for', 'for (i = 0; i < 3; i++)\na();', 'L(1); for (i = 0; i < 3; L(1), i++)\n{L(2); a();}'],
    ['before the condition of a do', 'do\na();\nwhile (x);', 'L(1); do\n{L(2); a();}\nwhile (L(3), x);'],
    ['after a label', 'again: a();\ngoto again;', 'again: L(1); a();\nL(2); goto again;'],
    ['after a case', 'switch (x) {\ncase y ? 1 : 2: a(); break;\ndefault:\nb();\n}', 'L(1); switch (x) {\ncase y ? 1 : 2: L(2); a(); break;\ndefault:\nL(4); b();\n}'],
    ['in the body of a macro', 'EACH(x) {\na();\n}', 'L(1); EACH(x) {\nL(2); a();\n}'],
    ['after a directive', 'a();\n#ifdef X\nb();\n#endif\n', 'L(1); a();\n#ifdef X\nL(3); b();\n#endif\n'],
  ];
  for (const [what, body, expected] of CASES) {
    test(what, () => assert.equal(transform(body), expected));
  }
});

describe('no line is told', () => {
  for (const [what, body] of /** @type {const} */ ([
    ['of a declaration without a value', 'int x, *y;'],
    ['of a type', 'struct point { int x; int y; };'],
    ['of a static', 'static int x = 3;'],
    ['of a label at the end', 'end:\n'],
  ])) {
    test(what, () => assert.equal(transform(body), body));
  }

  test('outside of functions', () => {
    const source = `
      #define CALL(x) \\
        f(x);
      KNOB(int, delay, 10); // f();
      EXCEPTION(TooSlow, Exception);
      struct point { int x; };
      static int table[] = {1, f(2)}, *pointer = (int[]){1};
      static struct __attribute__((packed)) pair { int a; } pair;
      int f(void) __attribute__((const));
    `;
    assert.equal(insertLines('lesson.c', source), source);
  });
});

describe('a loop that never ends tells a line each time:', () => {
  for (const [body, expected] of /** @type {const} */ ([
    ['while (1);', 'L(1); while (1){L(1); ;}'],
    ['while (true) {}', 'L(1); while (true) {L(1);}'],
    ['while (1) { int x; }', 'L(1); while (1) {L(1); int x; }'],
    ['while (x);', 'while (L(1), x){;}'],
    ['for (;;);', 'L(1); for (;; L(1)){;}'],
    ['for (;;) {}', 'L(1); for (;; L(1)) {}'],
    ['do; while (1);', 'L(1); do{L(1); ;} while (L(1), 1);'],
    ['EACH(x) {}', 'L(1); EACH(x) {L(1);}'],
  ])) {
    test(body, () => assert.equal(transform(body), expected));
  }
});

test('coroutines and callbacks are functions', () => {
  const source = 'ASYNC(delay, int seconds;)\n{\n    f();\n}\nCALLBACK(done) { g(); }\n';
  assert.equal(
    insertLines('lesson.c', source),
    'ASYNC(delay, int seconds;)\n{\n    asyncio_line(3); f();\n}\nCALLBACK(done) { asyncio_line(5); g(); }\n',
  );
});

describe('what cannot be followed is named with its line:', () => {
  for (const [source, message] of /** @type {const} */ ([
    ['int f(void)\n{\n  a();\n', 'lesson.c:3: the file ends in the middle of a function'],
    ['int f(void)\n{\n  a()\n}\n', 'lesson.c:4: expected `;` before `}`'],
    ['int f(void)\n{\n  a(;\n}\n', 'lesson.c:3: `(` is not closed'],
    ['int f(void) {}\n}\n', 'lesson.c:2: `}` closes nothing'],
    ['int f(void) {\n else a(); }', 'lesson.c:2: `else` without `if`'],
    ['int f(void) {\n for (a; b) c(); }', 'lesson.c:2: `for` needs two `;`'],
    ['int f(void) {\n do a(); b(); }', 'lesson.c:2: expected `while` after the body of `do`'],
    ['int f(void) {\n if x a(); }', 'lesson.c:2: expected `(` before `x`'],
    ['int x', 'lesson.c:1: the last declaration does not end'],
    ['int x;\n@', 'lesson.c:2: this is not C: @'],
    ['int f(void) {\n"a\n";}', 'lesson.c:2: this is not C: "a'],
  ])) {
    test(message, () => assert.throws(() => insertLines('lesson.c', source), { message }));
  }
});

describe('nasty C', async () => {
  const source = await readFile(NASTY, 'utf8');

  test('keeps every line and all of its text', () => {
    const told = insertLines('nasty.c', source).split('\n');
    assert.equal(told.length, source.split('\n').length);
    source.split('\n').forEach((line, index) => {
      const untold = /** @type {string} */ (told[index]).replace(/asyncio_line\(\d+\)[;,]? ?/g, '');
      assert.equal(untold.replaceAll(/[\s{}]/g, ''), line.replaceAll(/[\s{}]/g, ''));
    });
  });

  test('does what it did, without a warning, and tells each line it runs', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'lines-'));
    try {
      const silent = await compileAndRun(folder, source, 'void asyncio_line(int line) { (void)line; }');
      const told = await compileAndRun(
        folder,
        insertLines('nasty.c', source),
        'void asyncio_line(int line) { fprintf(stderr, "%d ", line); }',
      );
      assert.equal(told.stdout, silent.stdout);
      assert.equal(told.stdout, '0 12 7 -1 0\nred; { not red half\n10 5\n');
      assert.equal(
        told.stderr.trim().replace(/(.{1,95}) /g, '$1\n'),
        EXPECTED_LINES,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/**
 * @param {string} folder
 * @param {string} source
 * @param {string} hook
 */
async function compileAndRun(folder, source, hook) {
  const file = path.join(folder, 'nasty.c');
  const program = path.join(folder, 'nasty');
  await writeFile(file, `${source}\n${hook}\n`);
  await run('gcc', ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-O1', file, '-o', program]);
  return run(program);
}

const EXPECTED_LINES = `\
65 20 66 69 16 73 74 75 76 76 78 80 16 17 83 49 55 56 49 51 51 49 51 59 59 85 24 25 26 29 30 29
30 29 25 26 27 25 26 29 30 29 30 29 25 26 27 25 31 32 31 32 31 32 31 32 31 33 33 33 34 35 37 38
35 36 39 40 39 40 39 40 39 40 39 40 39 40 41 44 87
89`;
