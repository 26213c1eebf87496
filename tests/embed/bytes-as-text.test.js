import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesToText, textToBytes } from '../../web/module/bytes-as-text.js';

test('every byte comes back', () => {
  const bytes = Uint8Array.from({ length: 512 }, (_, index) => (index * 7) & 0xff);
  assert.deepEqual(textToBytes(bytesToText(bytes)), bytes);
  assert.deepEqual(textToBytes(bytesToText(new Uint8Array(0))), new Uint8Array(0));
  assert.deepEqual(textToBytes(''), new Uint8Array(0));
});

test('what is frequent is one character', () => {
  const length = 10_000;
  const text = bytesToText(new Uint8Array(length).fill(0xff));
  assert.ok(text.length < length + 300);
  assert.deepEqual(textToBytes(text), new Uint8Array(length).fill(0xff));
});

test('the text can stand in a script, and in a page', () => {
  const text = bytesToText(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  assert.match(text, /^[ -~]+$/);
  assert.doesNotMatch(text, /["\\<]/);
});
