/** Links: round trips, and what strangers may put in. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLink, writeLink } from '../../web/page/link.js';

const LESSON = /** @type {import('../../web/views/lesson-view.js').Lesson} */ (
  /** @type {unknown} */ ({
    knobs: [
      { name: 'delay', type: 'int', default: 3, min: 1, max: 20 },
      { name: 'timeout', type: 'float', default: 1, min: 0, max: 5 },
      { name: 'shielded', type: 'bool', default: true },
    ],
  })
);

describe('a link', () => {
  it('comes back as it was', () => {
    const place = {
      position: 37,
      task: 'delay 2 & more',
      knobs: { delay: 5, timeout: 2.5, shielded: false },
    };
    assert.deepEqual(readLink(writeLink(place), LESSON), { place, damaged: false });
  });

  it('keeps a pinned run', () => {
    const place = { position: 3, task: 'main', knobs: { delay: 5 } };
    /** @type {Record<string, number | boolean>[]} */
    const runs = [{}, { timeout: 0, shielded: false }];
    for (const pinned of runs) {
      const link = writeLink({ ...place, pinned });
      assert.deepEqual(readLink(link, LESSON), { place: { ...place, pinned }, damaged: false });
    }
  });

  it('is none where there is no fragment', () => {
    assert.equal(readLink('', LESSON), null);
    assert.equal(readLink('#', LESSON), null);
  });

  for (const fragment of [
    '#step=-1',
    '#step=1e3',
    '#step=99999999',
    '#steps=3',
    '#step=3&knob.delay=21',
    '#knob.delay=2.5',
    '#knob.delay=NaN',
    '#knob.timeout=Infinity',
    '#knob.shielded=1',
    '#knob.unknown=1',
    '#pinned=2',
    '#pinned.delay=21',
    '#pinned.__proto__=1',
    '#delay=5',
    '#knob.=5',
    '#knob.__proto__=1',
    '#%00%ff<script>',
    `#task=${'x'.repeat(3000)}`,
  ]) {
    it(`is damaged: ${fragment.slice(0, 40)}`, () => {
      assert.deepEqual(readLink(fragment, LESSON), { place: {}, damaged: true });
    });
  }
});
