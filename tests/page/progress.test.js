/** Progress comes back as it was; garbage, and storage that does not work, cost the progress only. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Progress } from '../../web/page/progress.js';

/** @typedef {import('../../web/views/lesson-view.js').Learned} Learned */

/** @param {string | null} [text] what it holds */
function storage(text = null) {
  const kept = { text };
  return /** @type {Storage & { text: string | null }} */ (
    /** @type {unknown} */ (
      Object.assign(kept, {
        getItem: () => kept.text,
        setItem: (/** @type {string} */ _key, /** @type {string} */ value) => (kept.text = value),
      })
    )
  );
}

/** @param {Partial<Learned>} [changes] @returns {Learned} */
function learned(changes = {}) {
  return { ended: false, settled: false, replies: {}, asks: true, ...changes };
}

const REPLIES = {
  'time at run': { given: ['9'], answer: ['3'] },
  'next at work': /** @type {const} */ ('skipped'),
};

describe('a lesson is done', () => {
  it('when its end was reached and each question answered or skipped', () => {
    const progress = new Progress(storage());
    progress.note('06-cancel', '#step=1', learned({ settled: true }));
    assert.ok(!progress.isDone('06-cancel'), 'the end is missing');
    progress.note('06-cancel', '#step=9', learned({ ended: true }));
    assert.ok(!progress.isDone('06-cancel'), 'now a question is open');
    progress.note('06-cancel', '#step=2', learned({ settled: true }));
    assert.ok(progress.isDone('06-cancel'), 'one after the other will do');
  });

  it('and stays so until it is reset', () => {
    const progress = new Progress(storage());
    progress.note('06-cancel', '#step=9', learned({ ended: true, settled: true }));
    progress.note('06-cancel', '#step=1', learned());
    assert.ok(progress.isDone('06-cancel'));
    const takeBack = progress.reset('06-cancel');
    assert.ok(!progress.isDone('06-cancel'));
    takeBack();
    assert.ok(progress.isDone('06-cancel'));
  });
});

describe('what was noted comes back', () => {
  /** @param {Progress} progress */
  function check(progress) {
    assert.ok(progress.isDone('06-cancel'));
    assert.ok(!progress.isDone('07-wait-for'));
    assert.equal(progress.linkOf('07-wait-for'), '#step=4&knob.timeout=3');
    assert.deepEqual(progress.repliesOf('07-wait-for'), REPLIES);
    assert.equal(progress.asks, false);
    assert.equal(progress.language, 'c');
  }

  function noted() {
    const kept = storage();
    const progress = new Progress(kept);
    progress.note('06-cancel', '#step=9', learned({ ended: true, settled: true }));
    const answers = learned({ replies: REPLIES, asks: false, language: 'c' });
    progress.note('07-wait-for', '#step=4&knob.timeout=3', answers);
    return { kept, progress };
  }

  it('from the storage', () => check(new Progress(noted().kept)));

  it('from a file', () => {
    const progress = new Progress(storage());
    assert.ok(progress.import(noted().progress.export()));
    check(progress);
  });

  it('but for what was reset', () => {
    const { kept, progress } = noted();
    progress.resetAll();
    assert.ok(!new Progress(kept).isDone('06-cancel'));
    assert.deepEqual(new Progress(kept).repliesOf('07-wait-for'), {});
    assert.equal(new Progress(kept).asks, true);
  });

  it('from the first version, in which the end was enough', () => {
    const lessons = { '06-cancel': { ended: true, link: '#step=9' }, '07-wait-for': {} };
    const progress = new Progress(storage(JSON.stringify({ version: 1, lessons })));
    assert.ok(progress.isDone('06-cancel'));
    assert.ok(!progress.isDone('07-wait-for'));
    assert.equal(progress.linkOf('06-cancel'), '#step=9');
    assert.equal(progress.asks, true);
  });
});

it('two tabs keep what the other has done, each writing when it likes', () => {
  const kept = storage();
  /** @type {(() => void)[]} */
  const writes = [];
  const first = new Progress(kept, (write) => writes.push(write));
  const second = new Progress(kept);
  first.note('06-cancel', '#step=9', learned({ ended: true, settled: true }));
  second.note('07-wait-for', '#step=9', learned({ ended: true, settled: true }));
  second.note('08-shield', '#step=9', learned({ ended: true }));
  first.note('08-shield', '#step=2', learned({ settled: true }));
  assert.ok(!first.isDone('08-shield'), 'nobody has told it');
  for (const write of writes) write();
  for (const progress of [first, new Progress(kept)]) {
    for (const folder of ['06-cancel', '07-wait-for', '08-shield']) {
      assert.ok(progress.isDone(folder), folder);
    }
    assert.equal(progress.linkOf('08-shield'), '#step=2');
  }
  second.resetAll();
  first.note('06-cancel', '#step=1', learned());
  for (const write of writes) write();
  assert.ok(!new Progress(kept).isDone('07-wait-for'), 'a reset is of both');
});

it('storage that reads as nothing costs nothing of this visit', () => {
  const kept = storage();
  const progress = new Progress(kept);
  progress.note('06-cancel', '#step=9', learned({ ended: true, settled: true }));
  kept.text = 'garbage';
  progress.note('07-wait-for', '#step=9', learned({ ended: true, settled: true }));
  assert.ok(new Progress(kept).isDone('06-cancel'));
});

it('a reset is of one lesson only', () => {
  const progress = new Progress(storage());
  for (const folder of ['06-cancel', '07-wait-for']) {
    progress.note(folder, '#step=9', learned({ ended: true, settled: true }));
  }
  progress.reset('06-cancel');
  assert.ok(progress.isDone('07-wait-for'));
});

describe('what is no progress changes nothing', () => {
  const GARBAGE = [
    '',
    'garbage',
    'null',
    '[]',
    '{"version":2}',
    '{"version":2,"lessons":[]}',
    '{"version":3,"lessons":{}}',
    `{"version":2,"lessons":{},"x":"${'x'.repeat(100_000)}"}`,
  ];
  for (const text of GARBAGE) {
    it(text.slice(0, 40), () => {
      const progress = new Progress(storage(text));
      assert.ok(!progress.isDone('06-cancel'));
      progress.note('06-cancel', '#step=9', learned({ ended: true, settled: true }));
      assert.ok(!progress.import(text));
      assert.ok(progress.isDone('06-cancel'));
    });
  }
});

it('of a hostile file only what is sound is taken', () => {
  const lessons = {
    '06-cancel': {
      ended: 'yes',
      done: true,
      link: 'https://example.org',
      replies: {
        'time at run': { given: ['9'], answer: ['3'] },
        numbers: { given: [9], answer: [3] },
        long: { given: ['x'.repeat(201)], answer: [] },
        many: { given: new Array(21).fill('x'), answer: [] },
        half: { given: ['x'] },
        word: 'right',
        nothing: null,
        [`long ${'x'.repeat(200)}`]: 'skipped',
      },
    },
    '../06-cancel': { done: true },
    '07-wait-for': 'done',
    '08-shield': { replies: ['skipped'] },
  };
  const progress = new Progress(storage());
  const text = JSON.stringify({ version: 2, asks: 'no', lessons });
  assert.ok(progress.import(text.replace('"06-cancel"', '"__proto__":{"done":true},"06-cancel"')));
  assert.deepEqual(JSON.parse(progress.export()), {
    version: 2,
    asks: true,
    lessons: {
      '06-cancel': {
        ended: false,
        done: true,
        replies: { 'time at run': { given: ['9'], answer: ['3'] } },
      },
      '08-shield': { ended: false, done: false, replies: {} },
    },
  });
  assert.ok(!progress.isDone('09-future'));
});

it('storage that is blocked or full costs the progress only', () => {
  const refuse = () => {
    throw new DOMException('no', 'QuotaExceededError');
  };
  const refusing = /** @type {Storage} */ (
    /** @type {unknown} */ ({ getItem: refuse, setItem: refuse })
  );
  for (const each of [null, refusing]) {
    const progress = new Progress(each);
    progress.note('06-cancel', '#step=9', learned({ ended: true, settled: true }));
    assert.ok(progress.isDone('06-cancel'), 'as long as the page is open');
    assert.ok(progress.import('{"version":2,"lessons":{}}'));
  }
});
