import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { main } from '../../web/cli/main.js';
import { drawTimeline } from '../../web/cli/timeline.js';
import { lessons, lessonsOn, runToEnd } from './support/lessons.js';
import { SmallRun } from './support/small-run.js';
import { TraceWriter } from './support/trace-writer.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TOUR = join(ROOT, 'web/cli/tour.js');

/**
 * The command without a process of its own.
 * @param {string[]} args
 */
async function run(...args) {
  let [stdout, stderr] = ['', ''];
  const status = await main(args, {
    out: (text) => (stdout += text),
    err: (text) => (stderr += text),
    unicode: true,
  });
  return { status, stdout, stderr };
}

/**
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, tour?: string }} [options]
 */
function tour(args, { env = {}, tour: script = TOUR } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
  });
  return { status, stdout, stderr };
}

test('list names every lesson and every knob', async () => {
  const { status, stdout, stderr } = await run('list');
  assert.deepEqual([status, stderr], [0, '']);
  for (const { folder, title, knobs } of lessons) {
    assert.ok(stdout.includes(folder) && stdout.includes(title));
    for (const { name } of knobs) assert.ok(stdout.includes(`    ${name}=`), name);
  }
});

test('run prints what the lesson prints, by folder and by number, on both clocks', async () => {
  let expected = '';
  const session = (await lessonsOn()).start('03-sleep', {
    knobs: { hello_seconds: 0, add_seconds: 0 },
  });
  session.on('output', ({ text }) => (expected += text));
  while (session.canAdvance) session.advance(1000);
  assert.notEqual(expected, '');

  const set = ['--set', 'hello_seconds=0', '--set', 'add_seconds=0'];
  for (const name of ['3', '03', '03-sleep']) {
    for (const clock of ['virtual', 'real']) {
      assert.deepEqual(await run('run', name, ...set, '--clock', clock), {
        status: 0,
        stdout: expected,
        stderr: '',
      });
    }
  }
});

test('a folder may stand as a shell completes it', async () => {
  const { status, stdout } = await run('run', 'lessons/06-cancel/', '--clock', 'virtual');
  assert.equal(status, 0);
  assert.equal(stdout, (await run('run', '6', '--clock', 'virtual')).stdout);
});

test('the default clock is the real one', async () => {
  const set = ['--set', 'hello_seconds=0', '--set', 'add_seconds=0'];
  const { stdout } = await run('run', '3', '--events', ...set);
  const last = JSON.parse(/** @type {string} */ (stdout.trimEnd().split('\n').at(-1)));
  assert.ok(last.time > 0, 'the virtual clock would still be at 0');
});

test('an uncaught exception goes to stderr, and the exit status is 1', () => {
  const { status, stdout, stderr } = tour([
    'run',
    '12',
    '--set',
    'fail=true',
    '--clock',
    'virtual',
  ]);
  assert.equal(status, 1);
  assert.match(stdout, /^work 1 begins/);
  assert.equal(stderr, 'ValueError: the work went wrong\n');
});

test('--events prints the whole trace as JSON Lines', async () => {
  const { status, stdout } = await run('run', '6', '--events', '--clock', 'virtual');
  assert.equal(status, 0);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { history } = runToEnd(await lessonsOn(), '06-cancel');
  assert.deepEqual(events, [...history]);
});

test('--timeline draws the tasks, with a legend, in 80 columns', async () => {
  const { status, stdout } = await run('run', '8', '--timeline', '--clock', 'virtual');
  assert.equal(status, 0);
  assert.match(stdout, /^main +█─+T▒█─+▒+█✓$/m);
  assert.match(stdout, /^delay +▒█─+▒█✓$/m);
  assert.match(stdout, /█ running {3}▒ ready {3}─ waiting {3}T timeout {3}✓ done\n/);
  assert.match(stdout, /^ 5 s {2}main {3}Was the task cancelled\? False$/m);
});

test('--timeline without Unicode', () => {
  const { stdout } = tour(['run', '8', '--timeline', '--clock', 'virtual'], {
    env: { LC_ALL: 'C' },
  });
  assert.match(stdout, /^main +#-+T=#-+=+#\*$/m);
  // eslint-disable-next-line no-control-regex
  assert.match(stdout, /^[\x00-\x7f]*$/);
});

for (const [args, message] of /** @type {[string[], string][]} */ ([
  [[], 'Which command? `tour list` or `tour run LESSON`; `tour --help` tells more.'],
  [['ls'], 'There is no command "ls". Did you mean list?'],
  [['qqqqqq'], 'There is no command "qqqqqq". There are list, run, lesson and help.'],
  [['list', '6'], '`tour list` takes no "6".'],
  [['run'], 'Which lesson? `tour run 6`, say; `tour list` shows them.'],
  [['run', '99'], 'There is no lesson "99". `tour list` shows them all.'],
  [
    ['run', '06-cancle'],
    'There is no lesson "06-cancle". Did you mean 06-cancel? `tour list` shows them all.',
  ],
  [['run', '../lessons'], 'There is no lesson "../lessons". `tour list` shows them all.'],
  [['run', '6', '7'], '`tour run` takes one lesson: what is "7"?'],
  [
    ['run', '6', 'patience=3'],
    '`tour run` takes one lesson: what is "patience=3"? A knob is set with --set patience=3.',
  ],
  [['help', 'ruin'], 'There is no command "ruin". Did you mean run?'],
  [['run', '6', '--evnts'], '`tour run` has no --evnts. Did you mean --events?'],
  [
    ['run', '6', '-x'],
    '`tour run` has no -x. It takes --help, --set, --clock, --events, --timeline.',
  ],
  [['list', '--events'], '`tour list` has no --events. It takes --help.'],
  [['run', '6', '--events=yes'], '--events takes no value: leave out "=yes".'],
  [['run', '6', '--clock'], '--clock needs a value, as in --clock virtual.'],
  [['run', '6', '--clock', 'reel'], '--clock is virtual or real, not "reel". Did you mean real?'],
  [['run', '6', '--set'], '--set needs a value, as in --set KNOB=VALUE.'],
  [
    ['run', '6', '--set', 'patience'],
    '--set is KNOB=VALUE, as in --set timeout=2, not "patience".',
  ],
  [['run', '6', '--set', 'patiense=3'], 'There is no knob "patiense". Did you mean patience?'],
  [['run', '6', '--set', 'patience=99'], 'patience is a whole number from 1 to 20, not 99.'],
  [['run', '6', '--set', 'patience=0x9'], 'patience is a whole number from 1 to 20, not "0x9".'],
  [['run', '8', '--set', 'shielded=maybe'], 'shielded is true or false, not "maybe".'],
  [['lesson'], 'Which folder? `tour lesson path/to/01-mine`, say.'],
  [['lesson', 'a', '--outt', 'b'], '`tour lesson` has no --outt. Did you mean --out?'],
  [['lesson', 'a', '--out'], '--out needs a value, as in --out public.'],
  [['run', '6', '--events', '--timeline'], '--events and --timeline exclude each other.'],
])) {
  test(`tour ${args.join(' ')}: says what would be right`, async () => {
    assert.deepEqual(await run(...args), { status: 2, stdout: '', stderr: `tour: ${message}\n` });
  });
}

test('a bool is set in any of its words', async () => {
  const shielded = async (/** @type {string} */ word) =>
    (await run('run', '8', '--clock', 'virtual', '--set', `shielded=${word}`)).stdout;
  const [on, off] = [await shielded('true'), await shielded('false')];
  for (const word of ['on', '1', 'TRUE']) assert.equal(await shielded(word), on);
  for (const word of ['off', '0', 'False']) assert.equal(await shielded(word), off);
  assert.notEqual(on, off);
});

test('help', async () => {
  for (const args of [['--help'], ['-h'], ['help'], ['list', '--help']]) {
    const { status, stdout } = await run(...args);
    assert.equal(status, 0);
    assert.match(stdout, /tour list .*\n.*tour run LESSON/);
  }
  for (const args of [
    ['run', '--help'],
    ['help', 'run'],
    ['run', '6', '-h'],
  ]) {
    assert.match((await run(...args)).stdout, /--set KNOB=VALUE/);
  }
  for (const args of [
    ['lesson', '--help'],
    ['help', 'lesson'],
  ]) {
    assert.match((await run(...args)).stdout, /tour lesson FOLDER/);
  }
});

test('a mistake ends the process with status 2', () => {
  assert.deepEqual(tour(['run', '99']), {
    status: 2,
    stdout: '',
    stderr: 'tour: There is no lesson "99". `tour list` shows them all.\n',
  });
});

test('a reader that has had enough, as head, is no error', async () => {
  const child = spawn(process.execPath, [TOUR, 'run', '6', '--clock', 'virtual', '--events']);
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  await once(child, 'close');
  assert.equal(stderr, '');
});

test(
  'a disk that is full is told of, and the exit status is 1',
  { skip: !existsSync('/dev/full') },
  () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [TOUR, 'list'], {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    assert.equal(status, 1);
    assert.match(stderr, /^tour: The output cannot be written: ENOSPC/);
  },
);

/** @param {(copy: string) => void} change */
function inCopy(change) {
  const copy = mkdtempSync(join(tmpdir(), 'tour-'));
  try {
    cpSync(join(ROOT, 'web'), join(copy, 'web'), { recursive: true });
    writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
    mkdirSync(join(copy, 'lessons/99-new'), { recursive: true });
    writeFileSync(join(copy, 'lessons/99-new/lesson.md'), '');
    change(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

test('before the build it says to run make, without a stack trace', () => {
  inCopy((copy) => {
    const script = join(copy, 'web/cli/tour.js');
    assert.deepEqual(tour(['list'], { tour: script }), {
      status: 1,
      stdout: '',
      stderr: 'tour: The lessons are not built yet: run `make` first.\n',
    });
    cpSync(join(ROOT, 'build/trace-events.js'), join(copy, 'build/trace-events.js'));
    const { status, stderr } = tour(['list'], { tour: script });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^tour: .*lessons\.(wasm|json) is not there\. Build the lessons with `make`\.\n$/,
    );
  });
});

test('a lesson that is new says to run make', () => {
  inCopy((copy) => {
    cpSync(join(ROOT, 'build/trace-events.js'), join(copy, 'build/trace-events.js'));
    for (const file of ['lessons.wasm', 'lessons.json']) {
      cpSync(join(ROOT, 'dist', file), join(copy, 'dist', file));
    }
    assert.deepEqual(tour(['run', '99-new'], { tour: join(copy, 'web/cli/tour.js') }), {
      status: 1,
      stdout: '',
      stderr: 'tour: lessons/99-new is not built yet: run `make` first.\n',
    });
  });
});

test('a timeline that is too long goes on below; none of its lines is wider than a terminal', () => {
  const lines = drawTimeline(new SmallRun(40).trace.events(), { unicode: true }).split('\n');
  assert.ok(lines.every((line) => [...line].length <= 80));
  assert.ok(lines.filter((line) => line.startsWith('main ')).length > 1, 'several bands');
});

test('a timeline in a narrow terminal', () => {
  const events = new SmallRun(40).trace.events();
  for (const columns of [40, 60]) {
    const lines = drawTimeline(events, { unicode: true, columns }).split('\n');
    const drawn = lines.slice(
      0,
      lines.findIndex((line) => line.includes('running')),
    );
    assert.ok(drawn.every((line) => [...line].length <= columns));
  }
});

test('a timeline of a run without tasks, or of none', () => {
  const trace = new TraceWriter();
  assert.equal(drawTimeline(trace.events(), { unicode: true }), 'No task ran.\n');
  trace.emit('PROGRAM_BEGINS', { name: 'nothing', cause: 0 });
  assert.equal(drawTimeline(trace.events(), { unicode: true }), 'No task ran.\n');
});
