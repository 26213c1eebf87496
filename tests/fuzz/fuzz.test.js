/** What fuzzing has found, again, and a little more of it: `make fuzz SECONDS=n` goes on. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { seededRandom } from '../web/support/random.js';
import { TARGETS, changeInput, keptInputs, tryInput } from './targets.js';

const CHANGED = 50;
const PROGRAMS = 'tests/fuzz/corpus/programs';

describe('whatever bytes come in', () => {
  it('a program ends, and nothing is undefined on the way', () => {
    const files = readdirSync(PROGRAMS).map((file) => `${PROGRAMS}/${file}`);
    assert.ok(files.length > 20);
    const { stderr, status, signal } = spawnSync('build/sanitized/fuzz-programs', files, {
      encoding: 'utf8',
    });
    assert.equal(signal ?? status, 0, stderr);
  });

  for (const [name, target] of Object.entries(TARGETS)) {
    it(`${name}: it is read, or an error says why not`, () => {
      const inputs = [...target.samples(), ...keptInputs(name)];
      for (const bytes of inputs) tryInput(target, bytes);
      const random = seededRandom(1);
      for (let i = 0; i < CHANGED; i++) tryInput(target, changeInput(target, inputs, random));
    });
  }
});
