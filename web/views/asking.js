/**
 * Asks as the player moves: which question is on screen, what its buttons do, and how the play goes on
 * afterwards.
 *
 * @typedef {import('../player/player.js').Player} Player
 * @typedef {import('./quiz.js').Quiz} Quiz
 * @typedef {import('./questions.js').Question} Question
 *
 * @typedef {object} Listener
 * @property {() => void} onChoice                      something has been chosen, or taken back
 * @property {(answered?: Question) => void} onReply    what is kept has changed; by an answer to that
 */
export class Asking {
  #quiz;
  #player;
  #listener;
  /** Play has paused of itself, at a question: who answers it wants Play to go on. */
  #pausedToAsk = false;
  #wasPlaying = false;

  /**
   * @param {Quiz} quiz
   * @param {Player} player
   * @param {Listener} listener
   */
  constructor(quiz, player, listener) {
    this.#quiz = quiz;
    this.#player = player;
    this.#listener = listener;
    player.pauseAt((position) => quiz.stopsAt(position));
  }

  /** The question that is on screen. While Play goes on there is none. */
  get question() {
    return this.#player.playing ? undefined : this.#quiz.at(this.#player.position);
  }

  /** That, while it is open. */
  get openQuestion() {
    const { question } = this;
    return question && this.#quiz.isOpen(question) ? question : undefined;
  }

  /** The player has moved, paused or begun to play. */
  follow() {
    const { position, playing } = this.#player;
    this.#quiz.chosen = [];
    this.#pausedToAsk = this.#wasPlaying && !playing && this.#quiz.stopsAt(position);
    this.#wasPlaying = playing;
  }

  /** @param {boolean} asks */
  setAsks = (asks) => {
    this.#quiz.asks = asks;
    this.#listener.onReply();
  };

  /**
   * @param {string} value of an option
   * @returns {boolean} false: nothing that is open has such an option
   */
  choose = (value) => {
    const question = this.openQuestion;
    if (!question?.options.some((each) => each.value === value)) return false;
    if (this.#quiz.choose(question, value)) this.#listener.onReply(question);
    else this.#listener.onChoice();
    return true;
  };

  /** @param {string} value that no option has: a number */
  answer = (value) => {
    const question = this.openQuestion;
    if (!question) return;
    this.#quiz.answer(question, [value]);
    this.#listener.onReply(question);
  };

  again = () => {
    if (this.question) this.#quiz.reopen(this.question);
    this.#listener.onReply();
  };

  skip = () => {
    if (this.question) this.#quiz.skip(this.question);
    this.#listener.onReply();
    if (this.#pausedToAsk) this.#player.play();
  };

  goOn = () => (this.#pausedToAsk ? this.#player.play() : this.#player.forward());

  /** @param {Question} question */
  goTo = (question) => {
    this.#quiz.asks = true;
    this.#player.seek(question.at);
  };
}
