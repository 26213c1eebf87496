import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { buildLessons } from '../../web/build/lessons.js';
import { programTable } from '../../web/build/program-table.js';

const FILES = {
  'lesson.md': `---
section: "2.2"
title: Sleeping
knobs:
  - name: delay
    type: int
    default: 3
    min: 1
    max: 5
    label: Seconds
---

\`sleep()\` **waits**.

\`\`\`python
await sleep(1)
\`\`\`
`,
  'lesson.py': `import asyncio  #= import

delay = 3  #= delay
print(1 < 2)  #= print
`,
  'lesson.c': `#include <asyncio.h> //= import

KNOB(int, delay, 3); //= delay
int main(void)
{
    print(1 < 2); //= print
}
`,
};

/** @type {string} */
let root;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lessons-'));
});
afterEach(() => rm(root, { recursive: true }));

/**
 * @param {string} folder
 * @param {Partial<typeof FILES>} [changes] undefined leaves the file out
 */
async function makeLesson(folder, changes = {}) {
  const directory = path.join(root, folder);
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries({ ...FILES, ...changes })) {
    if (content !== undefined) await writeFile(path.join(directory, name), content);
  }
  return directory;
}

test('a folder becomes what the page shows and what C compiles', async () => {
  const directory = await makeLesson('03-sleep');
  const [{ lesson, program }] = await buildLessons([directory]);

  assert.deepEqual(
    [lesson.folder, lesson.number, lesson.section, lesson.title],
    ['03-sleep', 3, '2.2', 'Sleeping'],
  );
  assert.deepEqual(
    lesson.knobs.map(({ name, default: value }) => [name, value]),
    [['delay', 3]],
  );
  assert.match(lesson.prose, /^<p><code>sleep\(\)<\/code> <strong>waits<\/strong>\.<\/p>/);
  assert.match(lesson.prose, /<pre><code><span class="tok-keyword">await<\/span>/);
  assert.equal(
    lesson.python.text,
    'import asyncio\n\ndelay = 3\nprint(1 < 2)\n',
    'the marks are gone',
  );
  assert.deepEqual(
    lesson.python.lines.map(({ mark }) => mark),
    ['import', null, 'delay', 'print'],
  );
  assert.match(lesson.python.lines[3].html, /^print\(<span class="tok-literal">1<\/span> &lt; /);
  assert.equal(lesson.c.lines.length, 7);
  assert.deepEqual(lesson.ties, [
    { mark: 'import', python: [1], c: [1] },
    { mark: 'delay', python: [3], c: [3] },
    { mark: 'print', python: [4], c: [6] },
  ]);

  const source = program.split('\n');
  assert.deepEqual(source.slice(0, 4), [
    '#define LESSON "03-sleep"',
    '#define main lesson_03_sleep_main',
    'int main(void);',
    `#line 1 ${JSON.stringify(path.join(directory, 'lesson.c'))}`,
  ]);
  assert.match(source[4 + 5], /^ {4}asyncio_line\(6\); print\(1 < 2\);/);
});

test('code and prose come without style attributes', async () => {
  const [{ lesson }] = await buildLessons([await makeLesson('03-sleep')]);
  assert.ok(!JSON.stringify(lesson).includes('style='));
});

test('lessons come in order of their folders', async () => {
  const directories = [await makeLesson('10-late'), await makeLesson('02-early')];
  const built = await buildLessons(directories);
  assert.deepEqual(
    built.map(({ lesson }) => lesson.folder),
    ['02-early', '10-late'],
  );
});

test('the table names each program', () => {
  const table = programTable([
    { name: '02-await', main: 'lesson_02_await_main' },
    { name: '13-call-soon', main: 'lesson_13_call_soon_main' },
  ]);
  assert.match(table, /extern int lesson_13_call_soon_main\(void\);/);
  assert.match(table, /\{"02-await", lesson_02_await_main\},/);
  assert.match(table, /asyncio_program_count = 2;/);
});

describe('a mistake stops the build and names its place:', () => {
  for (const name of /** @type {(keyof typeof FILES)[]} */ (Object.keys(FILES))) {
    test(`no ${name}`, async () => {
      const directory = await makeLesson('03-sleep', { [name]: undefined });
      await assertMistakes([directory], [`${path.join(directory, name)}:1: there is no such file`]);
    });
  }

  test('each lesson has one', async () => {
    const one = await makeLesson('01-one', { 'lesson.md': 'text' });
    const two = await makeLesson('02-two', { 'lesson.py': 'delay = 4\n' });
    await assertMistakes(
      [one, two],
      [`${one}/lesson.md:1: the first line must`, `${two}/lesson.py:1: the knob "delay" has`],
    );
  });

  test('a mark without partner', async () => {
    const directory = await makeLesson('01-one', {
      'lesson.c': FILES['lesson.c'].replace('//= print', ''),
    });
    await assertMistakes([directory], [`${directory}/lesson.py:4: the mark "print" has no partner`]);
  });

  test('a folder with another kind of name', async () => {
    const directory = await makeLesson('sleep');
    await assertMistakes([directory], [`${directory}: a lesson's folder is called`]);
  });

  test('two lessons of one number', async () => {
    const directories = [await makeLesson('01-one'), await makeLesson('01-two')];
    await assert.rejects(buildLessons(directories), {
      message: '01-two: has the number of 01-one; each needs its own',
    });
  });
});

/**
 * @param {string[]} directories
 * @param {string[]} beginnings
 */
async function assertMistakes(directories, beginnings) {
  await assert.rejects(buildLessons(directories), (/** @type {AggregateError} */ error) => {
    assert.equal(error.errors.length, beginnings.length);
    error.errors.forEach(({ message }, index) => {
      assert.ok(message.startsWith(beginnings[index]), message);
    });
    return true;
  });
}
