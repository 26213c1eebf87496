/** Links and progress: round trips, and what strangers and broken storage may hold. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLink, writeLink } from '../../web/page/link.js';
import { Progress } from '../../web/page/progress.js';

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

/** @param {string | null} text */
function storageWith(text) {
  let value = text;
  const storage = {
    getItem: () => value,
    /** @param {string} _ @param {string} next */
    setItem(_, next) {
      value = next;
    },
  };
  return /** @type {Storage} */ (/** @type {unknown} */ (storage));
}

describe('progress', () => {
  it('is there again the next time', () => {
    const storage = storageWith(null);
    new Progress(storage).note('06-cancel', { ended: true, link: '#step=3' });
    const later = new Progress(storage);
    assert.equal(later.isDone('06-cancel'), true);
    assert.equal(later.linkOf('06-cancel'), '#step=3');
    assert.equal(later.isDone('07-wait-for'), false);
  });

  it('stays done when a lesson is looked at again', () => {
    const progress = new Progress(storageWith(null));
    progress.note('06-cancel', { ended: true });
    progress.note('06-cancel', { link: '#step=1' });
    assert.equal(progress.isDone('06-cancel'), true);
  });

  it('goes into a file and comes back', () => {
    const progress = new Progress(storageWith(null));
    progress.note('06-cancel', { ended: true });
    const other = new Progress(storageWith(null));
    assert.equal(other.import(progress.export()), true);
    assert.equal(other.isDone('06-cancel'), true);
  });

  it('is reset for a lesson, and for all', () => {
    const progress = new Progress(storageWith(null));
    progress.note('06-cancel', { ended: true });
    progress.note('07-wait-for', { ended: true });
    progress.reset('06-cancel');
    assert.equal(progress.isDone('06-cancel'), false);
    assert.equal(progress.isDone('07-wait-for'), true);
    progress.resetAll();
    assert.equal(progress.isDone('07-wait-for'), false);
  });

  for (const garbage of [
    '',
    'null',
    '[]',
    '{',
    '{"version":1}',
    '{"version":2,"lessons":{}}',
    '{"version":1,"lessons":null}',
    '{"version":1,"lessons":{"06-cancel":7,"../x":{"ended":true}}}',
  ]) {
    it(`is empty when storage holds ${garbage || 'nothing'}`, () => {
      const progress = new Progress(storageWith(garbage));
      assert.equal(progress.isDone('06-cancel'), false);
      assert.equal(progress.linkOf('06-cancel'), '');
    });
  }

  it('does not take a file that is no progress', () => {
    const progress = new Progress(storageWith(null));
    progress.note('06-cancel', { ended: true });
    assert.equal(progress.import('{"hello":1}'), false);
    assert.equal(progress.isDone('06-cancel'), true);
  });

  it('does without storage, and with one that is full', () => {
    const full = /** @type {Storage} */ (
      /** @type {unknown} */ ({
        getItem: () => {
          throw new Error('blocked');
        },
        setItem: () => {
          throw new Error('full');
        },
      })
    );
    for (const storage of [null, full]) {
      const progress = new Progress(storage);
      progress.note('06-cancel', { ended: true });
      assert.equal(progress.isDone('06-cancel'), true);
    }
  });
});
