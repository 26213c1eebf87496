/** A coroutine that needs more stack than it has is named; nothing else is touched. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** @type {[host: string, command: string[]][]} */
const HOSTS = [
  ['natively, as released', ['build/native/stacks']],
  ['natively, under the sanitizers', ['build/sanitized/stacks']],
  ['as wasm', [process.execPath, 'web/build/run-program.js', 'build/wasm/stacks.wasm']],
];

for (const [host, [file = '', ...parameters]] of HOSTS) {
  describe(host, () => {
    /** @param {string} program */
    const run = (program) => spawnSync(file, [...parameters, program], { encoding: 'utf8' });

    for (const [program, coroutine] of /** @type {const} */ ([
      ['recurses', 'goes_deeper'],
      ['large_array', 'has_an_array'],
      ['huge_array', 'has_a_huge_array'],
    ])) {
      it(`${program}: ends with a message`, () => {
        const { stderr, status, signal } = run(program);
        assert.match(stderr, new RegExp(`The coroutine '${coroutine}' needs more stack than it`));
        assert.equal(signal, null);
        assert.notEqual(status, 0);
      });
    }

    it('printf() of a float works in a coroutine like any other', () => {
      const { stdout, stderr, status } = run('prints_a_float');
      assert.equal(stdout, '3.250000 0.10000000000000001\nagain 1.000000e+300\n');
      assert.equal(stderr, '');
      assert.equal(status, 0);
    });
  });
}
