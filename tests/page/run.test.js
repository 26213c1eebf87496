/** What the timeline draws of a whole run agrees with the fold, in every lesson. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runtime } from '../lessons/support/run-in-node.js';
import { Run } from '../../web/views/run.js';
import { shownLines, shownText } from '../../web/views/shown-code.js';

/** @typedef {import('../../web/views/lesson-view.js').Lesson} Lesson */

const lessons = /** @type {readonly Lesson[]} */ (/** @type {unknown} */ (runtime.lessons));

/** @param {string} folder */
function runOf(folder) {
  const session = runtime.start(folder);
  while (session.canAdvance) session.advance(1000);
  return new Run(session.history, () => false);
}

for (const lesson of lessons) {
  describe(lesson.folder, () => {
    const run = runOf(lesson.folder);

    it('has a place for each position, from left to right, and finds it again', () => {
      for (let position = 1; position <= run.events.length; position++) {
        const place = run.axis.placeOf(position);
        assert.ok(place > run.axis.placeOf(position - 1), `position ${position}`);
        assert.equal(run.axis.positionAt(place), position);
      }
      assert.equal(run.axis.placeOf(run.events.length), run.axis.width);
    });

    it('draws each task in the state it has in the fold', () => {
      for (let position = 1; position <= run.events.length; position++) {
        for (const task of run.replay.stateAt(position).tasks.values()) {
          const drawn = run.lanes
            .get(task.id)
            ?.segments.find(({ from, to }) => from <= position && position < to);
          const isLast = position === run.events.length;
          if (task.state === 'done') assert.equal(drawn, undefined);
          else if (!isLast) assert.equal(drawn?.state, task.state, `position ${position}`);
        }
      }
    });

    it('never draws two tasks as running at once', () => {
      const stretches = [...run.lanes.values()]
        .flatMap(({ segments }) => segments)
        .filter(({ state }) => state === 'running')
        .sort((a, b) => a.from - b.from);
      for (const [index, { from }] of stretches.entries()) {
        assert.ok(from >= (stretches[index - 1]?.to ?? 0));
      }
      assert.ok(stretches.length > 0);
    });

    it('counts the callbacks that have begun', () => {
      let begun = 0;
      for (let position = 1; position <= run.events.length; position++) {
        if (run.events.at(position - 1)?.kind === 'HANDLE_RUNS') begun++;
        assert.equal(run.callbacksUntil(position), begun, `position ${position}`);
      }
    });
  });
}

describe('the code with the values of the knobs', () => {
  const lesson = /** @type {Lesson} */ (lessons.find(({ folder }) => folder === '08-shield'));
  const defaults = Object.fromEntries(lesson.knobs.map((knob) => [knob.name, knob.default]));
  const text = (/** @type {{ html: string }[]} */ lines) =>
    lines
      .map(({ html }) => html.replaceAll(/<[^>]*>/g, ''))
      .join('\n')
      .replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');

  for (const language of /** @type {const} */ (['python', 'c'])) {
    it(`may wrap after a bracket, but not within a literal: ${language}`, () => {
      const html = shownLines(lesson, defaults, language).map((line) => line.html);
      assert.ok(html.some((line) => line.includes('(<wbr>')));
      assert.deepEqual(
        html.filter((line) => /tok-literal">[^<]*<wbr>/.test(line)),
        [],
      );
    });

    it(`is the file itself at the defaults: ${language}`, () => {
      assert.equal(shownText(lesson, defaults, language), lesson[language].text);
      assert.equal(`${text(shownLines(lesson, defaults, language))}\n`, lesson[language].text);
    });

    it(`is shown as it is copied: ${language}`, () => {
      const values = { work_seconds: 7, timeout: 2, shielded: false };
      const copied = shownText(lesson, values, language);
      assert.equal(`${text(shownLines(lesson, values, language))}\n`, copied);
      assert.notEqual(copied, lesson[language].text);
    });
  }

  it('writes each language’s literals', () => {
    const values = { work_seconds: 7, timeout: 2, shielded: false };
    const python = shownText(lesson, values, 'python');
    assert.match(python, /^work_seconds = 7$/m);
    assert.match(python, /^timeout = 2\.0$/m);
    assert.match(python, /^shielded = False$/m);
    const c = shownText(lesson, values, 'c');
    assert.match(c, /KNOB\(double, timeout, 2\.0\);/);
    assert.match(c, /KNOB\(bool, shielded, false\);/);
  });
});
