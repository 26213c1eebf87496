/** The trace of each lesson is the same, byte for byte, natively and in WebAssembly. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNode, runtime } from './support/run-in-node.js';
import { runNatively } from './support/run-natively.js';
import { seed, settingsOf } from './support/settings.js';

describe(`the same trace natively and in Node (SEED=${seed})`, () => {
  for (const { folder, knobs } of runtime.lessons) {
    it(folder, () => {
      for (const setting of settingsOf(knobs, { random: 5, seed })) {
        const native = runNatively(folder, setting);
        const wasm = runInNode(folder, setting);
        const at = `at ${JSON.stringify(setting)}`;
        assert.equal(native.stdout, wasm.stdout, at);
        assert.equal(native.exitCode, wasm.exitCode, at);
        assert.ok(native.records.length > 0, at);
        assert.equal(native.records.compare(wasm.records), 0, `records ${at}`);
        assert.equal(native.strings.compare(wasm.strings), 0, `strings ${at}`);
      }
    });
  }
});
