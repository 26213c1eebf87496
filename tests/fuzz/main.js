/**
 * Random bytes for all that takes anybody's: `node tests/fuzz/main.js --seconds N [--seed S]`. An
 * input that goes wrong is kept in build/fuzz, with how to run it again.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededRandom } from '../web/support/random.js';
import { TARGETS, changeInput, keptInputs, tryInput } from './targets.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const names = Object.keys(TARGETS);
const each = (Number(values.seconds) * 1000) / names.length;
const MOST_SHOWN = 3;
mkdirSync('build/fuzz', { recursive: true });

let failed = 0;
for (const [name, target] of Object.entries(TARGETS)) {
  const random = seededRandom(Number(values.seed));
  const inputs = [...target.samples(), ...keptInputs(name)];
  const seen = new Set();
  let count = 0;
  for (const end = Date.now() + each; Date.now() < end; count++) {
    const bytes = changeInput(target, inputs, random);
    try {
      tryInput(target, bytes);
    } catch (error) {
      const { stack = '', message } = /** @type {Error} */ (error);
      const place = stack.split('\n')[1] ?? message;
      if (seen.has(place)) continue;
      seen.add(place);
      failed++;
      const file = `build/fuzz/${name}-${values.seed}-${count}`;
      writeFileSync(file, bytes);
      if (seen.size <= MOST_SHOWN) console.log(`${name}: ${file}\n${stack}\n`);
    }
  }
  console.log(`${name}: ${count} inputs, ${seen.size} mistakes (seed ${values.seed})`);
}
process.exitCode = failed ? 1 : 0;
