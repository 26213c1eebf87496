/**
 * What the learner has answered, and which question a position asks. An answer is kept together with
 * what was accepted then: when a knob has changed what is accepted, the question is open again.
 *
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').Moment} Moment
 * @typedef {import('./questions.js').Question} Question
 * @typedef {import('./lesson-view.js').Lesson} Lesson
 *
 * @typedef {{ given: string[], answer: string[] } | 'skipped'} Reply
 * @typedef {Record<string, Reply>} Replies by the names of questions
 */
import { isRight } from './answers.js';
import { questionsOf } from './questions.js';

/** What the moment of a question is called. */
export const QUESTION = 'question';

export class Quiz {
  /** Play stops and asks. */
  asks;
  /** @type {Question[]} of the present run, in the order in which they are asked */
  questions = [];
  /** @type {string[]} what has been chosen for the question that is open */
  chosen = [];
  /** @type {Map<string, Reply>} */
  #replies;
  /** @type {{ named: Moment[], withQuestions: Moment[] }} */
  #moments = { named: [], withQuestions: [] };

  /**
   * @param {boolean} asks
   * @param {Replies} replies
   */
  constructor(asks, replies) {
    this.asks = asks;
    this.#replies = new Map(Object.entries(replies));
  }

  /** @returns {Replies} */
  get replies() {
    return Object.fromEntries(this.#replies);
  }

  /** The run's named moments, and those at which it is asked. */
  get moments() {
    return this.asks ? this.#moments.withQuestions : this.#moments.named;
  }

  /** Each of this run's questions has been answered or skipped, if only for another run. */
  get isSettled() {
    return this.questions.every(({ name }) => this.#replies.has(name));
  }

  get open() {
    return this.questions.filter((each) => this.isOpen(each));
  }

  get skipped() {
    return this.questions.filter((each) => this.replyTo(each) === 'skipped');
  }

  /**
   * @param {Run} run
   * @param {Lesson} lesson
   */
  useRun(run, lesson) {
    this.questions = questionsOf(run, lesson);
    this.chosen = [];
    const places = new Set(this.questions.map(({ at }) => at));
    const asked = [...places].map((at) => ({ at, text: QUESTION }));
    const withQuestions = [...run.moments, ...asked].sort((a, b) => a.at - b.at);
    this.#moments = { named: run.moments, withQuestions };
  }

  /** In place of all that were given. @param {Replies} replies */
  recall(replies) {
    this.#replies = new Map(Object.entries(replies));
  }

  /**
   * The question to be shown at that position: an open one before one that has been answered.
   *
   * @param {number} position
   */
  at(position) {
    if (!this.asks) return undefined;
    const here = this.questions.filter(({ at }) => at === position);
    return here.find((each) => this.isOpen(each)) ?? here.at(-1);
  }

  /** Whether Play is to pause there. @param {number} position */
  stopsAt(position) {
    return this.asks && this.questions.some((each) => each.at === position && this.isOpen(each));
  }

  /** @param {Question} question */
  isOpen(question) {
    const reply = this.replyTo(question);
    if (reply === undefined) return true;
    return reply !== 'skipped' && reply.answer.join('\n') !== question.answer.join('\n');
  }

  /** @param {Question} question */
  replyTo({ name }) {
    return this.#replies.get(name);
  }

  /**
   * Chooses an option, or takes it back; the last one that is wanted answers.
   *
   * @param {Question} question
   * @param {string} value
   * @returns {boolean} whether the question is answered now
   */
  choose(question, value) {
    const without = this.chosen.filter((each) => each !== value);
    this.chosen = without.length < this.chosen.length ? without : [...this.chosen, value];
    if (this.chosen.length < question.answer.length) return false;
    this.answer(question, this.chosen);
    return true;
  }

  /**
   * @param {Question} question
   * @param {string[]} given
   */
  answer(question, given) {
    this.#replies.set(question.name, { given, answer: question.answer });
    this.chosen = [];
  }

  /** @param {Question} question */
  skip(question) {
    this.#replies.set(question.name, 'skipped');
    this.chosen = [];
  }

  /** The learner wants to try once more. @param {Question} question */
  reopen(question) {
    this.#replies.delete(question.name);
    this.chosen = [];
  }
}

/**
 * @param {Question} question
 * @param {Reply | undefined} reply
 */
export function isRightReply(question, reply) {
  return reply !== undefined && reply !== 'skipped' && isRight(question, reply.given);
}
