/**
 * The runs of a lesson: the one on screen, with the lesson's own values or the learner's, and one that
 * may be pinned beside it. Each is run to its end when it is made.
 *
 * @typedef {import('./lesson-view.js').Lesson} Lesson
 * @typedef {import('./lesson-view.js').Runtime} Runtime
 * @typedef {import('./lesson-view.js').Session} Session
 * @typedef {import('./lesson-view.js').Values} Values
 * @typedef {import('./compare-runs.js').PinnedRun} PinnedRun
 *
 * @typedef {object} Shown
 * @property {Values} values      of the run on screen
 * @property {Session} session
 * @property {Run} run
 * @property {{ python: ShownLine[], c: ShownLine[] }} code
 * @property {Values} own         the learner's values
 * @property {boolean | null} mine   they show, or the lesson's; null: other ones, of a pair or a saved
 *   run, which leave the learner's as they are
 * @property {PinnedRun | null} pinned
 * @typedef {import('./shown-code.js').ShownLine} ShownLine
 */
import { deadlockWords } from '../model/names.js';
import { endedSession } from './ended-session.js';
import { changedKnobs, defaultsOf, withinRange } from './knob-values.js';
import { Run } from './run.js';
import { shownLines } from './shown-code.js';

/** Events a run may have before it is stopped: a program may never end. */
const BUDGET = 25_000;

export class LessonRuns {
  #runtime;
  #lesson;
  #onRun;
  /** @type {Shown} */
  #shown;

  /**
   * @param {Runtime} runtime
   * @param {Lesson} lesson
   * @param {{ knobs?: Values, pinned?: Values | null }} changed   knobs that differ from the lesson's own
   * @param {(before: Shown) => void} onRun   another one is on screen
   */
  constructor(runtime, lesson, { knobs, pinned }, onRun) {
    this.#runtime = runtime;
    this.#lesson = lesson;
    this.#onRun = onRun;
    const own = this.#valuesWith(knobs);
    const mine = changedKnobs(lesson, own).length > 0;
    this.#shown = { ...this.#make(own), own, mine, pinned: pinned ? this.#toPin(pinned) : null };
  }

  close() {
    this.#shown.session.close();
  }

  get shown() {
    return this.#shown;
  }

  /** What the learner must know of a run that did not end well. */
  get failure() {
    const { session, run } = this.#shown;
    const { error } = session;
    const { loop } = run.last;
    if (error) {
      const file = this.#lesson.c.text && ' of lesson.c';
      const line = error.line ? ` It was at line ${error.line}${file}.` : '';
      return error.message + line;
    }
    return loop?.deadlock ? deadlockWords(loop.deadlock) : '';
  }

  /** @param {string} name @param {number | boolean} value */
  setKnob(name, value) {
    const knob = this.#lesson.knobs.find((each) => each.name === name);
    if (!knob) return;
    const own = { ...this.#shown.values, [name]: withinRange(knob, value) };
    this.#show({ own, mine: true, ...this.#make(own) });
  }

  /** @param {boolean} mine */
  useMine(mine) {
    const { own, mine: isMine } = this.#shown;
    if (mine !== isMine) this.#show({ mine, ...this.#make(mine ? own : this.#valuesWith()) });
  }

  /**
   * @param {Values} values whoever's they are
   * @param {Session} [session] a saved run
   * @param {PinnedRun | null} [pinned]
   */
  use(values, session = this.#start(values), pinned = this.#shown.pinned) {
    const isSame = (/** @type {Values} */ others) =>
      this.#lesson.knobs.every(({ name }) => values[name] === others[name]);
    const mine = isSame(this.#valuesWith()) ? false : isSame(this.#shown.own) || null;
    this.#show({ mine, pinned, ...this.#make(values, session) });
  }

  startOver() {
    const own = this.#valuesWith();
    this.#show({ own, mine: false, pinned: null, ...this.#make(own) });
  }

  /** @returns {() => void} brings back what is there now */
  keep() {
    const shown = this.#shown;
    // It may be a saved run, which nobody could run again.
    const { history, error } = shown.session;
    return () => this.#show({ ...shown, session: endedSession(history, error) });
  }

  pin() {
    const { run, values } = this.#shown;
    this.#shown = { ...this.#shown, pinned: { run, values } };
  }

  unpin() {
    this.#shown = { ...this.#shown, pinned: null };
  }

  /** The pinned run and the one on screen take each other's place. */
  swap() {
    const { run, values, pinned } = this.#shown;
    if (pinned) this.use(pinned.values, undefined, { run, values });
  }

  /** @param {Lesson['pairs'][number]} pair */
  comparePair({ pinned, shown }) {
    this.use(this.#valuesWith(shown), undefined, this.#toPin(pinned));
  }

  /** @param {import('../player/stops.js').Events} history */
  runOf(history) {
    const { text } = this.#lesson.c;
    const own = new Set([...text.matchAll(/\bCALLBACK\((\w+)/g)].map(([, name]) => name));
    return new Run(history, (name) => own.has(name));
  }

  /** @param {Partial<Shown>} changes */
  #show(changes) {
    const before = this.#shown;
    this.#shown = { ...before, ...changes };
    before.session.close();
    this.#onRun(before);
  }

  /** @param {Values} values */
  #make(values, session = this.#start(values)) {
    const code = {
      python: shownLines(this.#lesson, values, 'python'),
      c: shownLines(this.#lesson, values, 'c'),
    };
    return { values, session, run: this.runOf(session.history), code };
  }

  /** @param {Values} changed knobs that differ from the lesson's own @returns {PinnedRun} */
  #toPin(changed) {
    const values = this.#valuesWith(changed);
    const session = this.#start(values);
    const run = this.runOf(session.history);
    session.close();
    return { run, values };
  }

  /** Runs the lesson to its end: on the virtual clock that takes milliseconds. @param {Values} knobs */
  #start(knobs) {
    const options = /** @type {const} */ ({ knobs, clock: 'virtual', budget: BUDGET });
    const session = this.#runtime.start(this.#lesson.folder, options);
    while (session.state === 'ready' || session.state === 'waiting') session.advance(1000);
    return session;
  }

  /** The lesson's own, and those. @param {Values} [changed] @returns {Values} */
  #valuesWith(changed) {
    return { ...defaultsOf(this.#lesson), ...changed };
  }
}
