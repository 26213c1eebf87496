import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { startPython } from './python.js';

/** @type {Awaited<ReturnType<typeof startPython>>} */
let python;
before(async () => {
  python = await startPython();
});

/** @param {string} main the body of main() */
function inMain(main) {
  const body = main.trim().replaceAll('\n', '\n    ');
  return `import asyncio\nimport time\nasync def main():\n    ${body}\nasyncio.run(main())\n`;
}

describe('a program', () => {
  it('runs on the CPython that the runtime follows', () => {
    assert.match(python.version, /^3\.14\./);
  });

  it('prints to two streams, and each line of stdout has its time', () => {
    const run = python.run(
      inMain(`
print("begins", end="")
await asyncio.sleep(1.5)
print(", and ends")
import sys
print("aside", file=sys.stderr)
print("last", end="")`),
    );
    assert.deepEqual(run, {
      stdout: 'begins, and ends\nlast',
      stderr: 'aside\n',
      exitCode: 0,
      lines: [
        { time: 1.5, text: 'begins, and ends' },
        { time: 1.5, text: 'last' },
      ],
    });
  });

  it('ends with the exit code of python3', () => {
    assert.equal(python.run('raise SystemExit(3)').exitCode, 3);
    assert.equal(python.run('raise SystemExit("no")').stderr, 'no\n');
    assert.equal(python.run('raise ValueError("no")').exitCode, 1);
    assert.match(python.run('raise ValueError("no")').stderr, /line 1.*\n.*\nValueError: no\n$/s);
    assert.match(python.run('a b').stderr, /SyntaxError/);
  });

  it('knows nothing of the programs before it', () => {
    const program = inMain('print(asyncio.current_task().get_name(), time.monotonic())');
    python.run(`${program}left = True\ntime.sleep(5)`);
    assert.equal(python.run(program).stdout, 'Task-1 0.0\n');
    assert.match(python.run('print(left)').stderr, /NameError/);
  });

  it('is warned of what it dropped, each time', () => {
    for (let time = 0; time < 2; time++) {
      const run = python.run('async def f(): pass\nf()');
      assert.match(run.stderr, /coroutine 'f' was never awaited/);
    }
  });
});

describe('a knob', () => {
  const program = 'count = 3\nwait = 1.0\nshield = True\nprint(count, wait, shield)';

  it('replaces an assignment and keeps its type', () => {
    const { stdout } = python.run(program, { knobs: { count: 5, wait: 2, shield: false } });
    assert.equal(stdout, '5 2.0 False\n');
  });

  it('that the program does not have is an error', () => {
    assert.throws(() => python.run(program, { knobs: { delay: 5 } }), /assignment.*: delay/);
  });
});

describe('virtual time', () => {
  it('jumps to the deadline itself, without rounding', () => {
    const { stdout } = python.run(
      inMain(`
loop = asyncio.get_running_loop()
loop.call_at(0.9, lambda: print(loop.time()))
time.sleep(0.2)  # 0.2 + (0.9 - 0.2) is 0.8999999999999999
await asyncio.sleep(1)`),
    );
    assert.equal(stdout, '0.9\n');
  });

  it('passes in time.sleep() while nothing else runs', () => {
    const { lines } = python.run(
      inMain(`
asyncio.get_running_loop().call_later(1, print, "late")
await asyncio.sleep(0)
time.sleep(3)
print("blocked")
await asyncio.sleep(0)`),
    );
    assert.deepEqual(lines, [
      { time: 3, text: 'blocked' },
      { time: 3, text: 'late' },
    ]);
  });

  it('goes on from one loop to the next', () => {
    const { lines } = python.run(
      'import asyncio\nfor _ in range(2):\n    asyncio.run(asyncio.sleep(2))\n    print("over")',
    );
    assert.deepEqual(
      lines.map(({ time }) => time),
      [2, 4],
    );
  });
});

describe('the order is settled', () => {
  const worker = `
async def worker(number):
    try:
        await asyncio.sleep(60)
    finally:
        print(number, end=" ")
`;

  /** @param {string} main */
  function orderOf(main) {
    return python.run(`${worker}${inMain(main)}`).stdout.trim();
  }

  const ascending = Array.from({ length: 20 }, (_, index) => index).join(' ');

  it('for equal deadlines', () => {
    const main = `
for number in range(20):
    asyncio.get_running_loop().call_later(1, lambda n=number: print(n, end=" "))
await asyncio.sleep(2)`;
    assert.equal(orderOf(main), ascending);
  });

  it('for what run() cancels', () => {
    const main = `
tasks = [asyncio.create_task(worker(number)) for number in range(20)]
await asyncio.sleep(0)`;
    assert.equal(orderOf(main), ascending);
  });

  it('for all_tasks()', () => {
    const main = `
tasks = [asyncio.create_task(worker(number), name=str(number)) for number in range(20)]
others = asyncio.all_tasks() - {asyncio.current_task()}
names = [task.get_name() for task in others]
for task in tasks:
    task.cancel()
print(*names)`;
    assert.equal(orderOf(main), ascending);
  });

  it('for what a TaskGroup cancels', () => {
    const main = `
try:
    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(worker(number))
        await asyncio.sleep(0)
        raise ValueError
except* ValueError:
    pass`;
    assert.equal(orderOf(main), ascending);
  });

  it('for the results of wait() and as_completed()', () => {
    const main = `
async def number(value):
    return value
done, _ = await asyncio.wait([asyncio.create_task(number(n)) for n in range(20)])
print(*[task.result() for task in done])`;
    assert.equal(orderOf(main), ascending);
    const completed = `
loop = asyncio.get_running_loop()
futures = [loop.create_future() for _ in range(20)]
for value, future in enumerate(futures):
    future.set_result(value)
for earliest in asyncio.as_completed(futures):
    print(await earliest, end=" ")`;
    assert.equal(orderOf(completed), ascending);
  });
});

describe('a program that would not end', () => {
  it('because nobody does what it waits for, is told so', () => {
    const { stderr, exitCode } = python.run(
      inMain('await asyncio.get_running_loop().create_future()'),
    );
    assert.equal(exitCode, 1);
    assert.match(stderr, /DeadlockError: deadlock: Task-1 \(main\) would wait for ever\n$/);
  });

  it('because it is always ready, is stopped', () => {
    const busy = inMain('while True:\n    await asyncio.sleep(0)');
    const { stderr, exitCode } = python.run(busy, { turns: 1000 });
    assert.equal(exitCode, 1);
    assert.match(stderr, /the loop has made 1000 turns and goes on/);
  });

  it('leaves the next one unharmed', () => {
    python.run(inMain('await asyncio.get_running_loop().create_future()'));
    assert.equal(python.run(inMain('print("fine")')).stdout, 'fine\n');
  });
});
