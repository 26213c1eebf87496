/**
 * The lesson view: one component in a shadow root. It takes a runtime, a lesson and options, and
 * knows nothing of the page, the URL or storage.
 *
 * @typedef {import('../model/state.js').State} State
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 * @typedef {import('../player/stops.js').Events} Events
 * @typedef {import('../player/stops.js').StepUnit} StepUnit
 * @typedef {import('../build/lesson.js').Lesson} Lesson
 * @typedef {Lesson['knobs'][number]} Knob
 * @typedef {Record<string, number | boolean>} Values of knobs, by name
 * @typedef {'both' | 'python' | 'c'} Language of the listings
 * @typedef {import('./shown-code.js').ShownLine} ShownLine
 * @typedef {import('./quiz.js').Replies} Replies
 *
 * @typedef {object} Session what the view needs of one
 * @property {Events} history
 * @property {string} state
 * @property {(Error & { line?: number | null }) | null} [error]
 * @property {(handles?: number) => unknown} advance
 * @property {() => void} close
 *
 * @typedef {object} Runtime
 * @property {(folder: string, options: { knobs: Values, clock: 'virtual', budget: number }) => Session} start
 *
 * @typedef {object} Place where a learner is in a lesson: what a link holds
 * @property {number} position
 * @property {string | null} task   the name of the selected one
 * @property {Values} knobs         those that differ from the lesson's own
 * @property {Values | null} [pinned] the knobs of a pinned run, as above
 *
 * @typedef {object} Learned what the learner has done here
 * @property {boolean} ended      the end of the run is on screen
 * @property {boolean} settled    each question of this run has been answered or skipped
 * @property {Replies} replies    by question
 * @property {boolean} asks       Play stops and asks
 * @property {Language} [language] that was chosen
 *
 * @typedef {object} Options
 * @property {Partial<Place>} [place]
 * @property {boolean} [asks]     Play stops and asks; without it, it does not
 * @property {Replies} [replies]  those of an earlier visit
 * @property {Language} [language] chosen on an earlier visit
 * @property {(place: Place, learned: Learned) => void} [onChange]
 * @property {(answer: { kind: string, given: string[], right: boolean }) => void} [onPredict]
 *   the learner has answered a question
 * @property {() => (() => void) | void} [onReset]   the learner wants the lesson as it was at first;
 *   what this returns takes it back
 *
 * @typedef {object} Ui what the learner has set on screen
 * @property {Language} language
 * @property {number | null} selected   a task
 * @property {StepUnit} unit
 * @property {string} tab
 * @property {readonly import('./table.js').Picture[]} tables  pictures that are shown as tables
 * @property {number} timelineWidth     pixels
 * @property {number} firstRow          of the lanes that show
 * @property {number[]} returnTo        positions before Show cause
 * @property {string | null} pointed    the mark of the line under the pointer
 * @property {boolean} tabbed          panels are tabs beside the code
 * @property {boolean} narrow          a phone: each panel scrolls by itself
 * @property {boolean} paper           it is printed
 * @property {boolean} help
 * @property {string} notice            a word on what was just done
 * @property {(() => void) | null} undo takes it back
 *
 * @typedef {Awaited<ReturnType<LessonView['scene']>>} Scene all that a view may draw from
 */
import { Player } from '../player/player.js';
import { everyCallback, everyEvent, everyEventOfTask, samePlace } from '../player/stops.js';
import { why } from '../model/why.js';
import { Asking } from './asking.js';
import { compare } from './compare-runs.js';
import { render } from './dom.js';
import { endedSession } from './ended-session.js';
import { Exporting } from './exporting.js';
import { follow } from './follow.js';
import { frameView } from './frame-view.js';
import { actionOfKey } from './keys.js';
import { changedKnobs } from './knob-values.js';
import { LessonRuns } from './lesson-runs.js';
import { loadDialog } from './load-dialog.js';
import { explain, queuePlaces } from './motion.js';
import { isRightReply, Quiz } from './quiz.js';
import { rowHeight } from './rows.js';
import { shownText } from './shown-code.js';
import { styleSheet } from './style.js';
import { pythonLine } from './ties.js';

/** Pixels from which on Python and C fit side by side; below, few lines would not wrap. */
const BOTH_FROM = 1600;
/** As in the style sheet. */
const TABBED_BELOW = 1180;
const NARROW_BELOW = 700;
/** Events: a longer way is a jump, not a motion. */
const LONGEST_MOTION = 60;

export class LessonView {
  #root;
  #lesson;
  #onChange;
  #onPredict;
  #onReset;
  /** @type {Player} */
  #player;
  #runs;
  /** @type {Ui} */
  #ui = {
    language: 'both',
    selected: null,
    unit: 'event',
    tab: 'lesson',
    tables: [],
    timelineWidth: 600,
    firstRow: 0,
    returnTo: [],
    pointed: null,
    tabbed: false,
    narrow: false,
    paper: false,
    help: false,
    notice: '',
    undo: null,
  };
  #shownPosition = 0;
  #resize;
  #closed = new AbortController();
  #quiz;
  #asking;
  #exporting;
  /** @type {Language | undefined} that the learner has chosen */
  #language;

  /**
   * @param {Element} host gets a shadow root
   * @param {{ runtime: Runtime, lesson: Lesson }} given
   * @param {Options} [options]
   */
  constructor(
    host,
    { runtime, lesson },
    {
      place = {},
      asks = false,
      replies = {},
      language,
      onChange = () => {},
      onPredict = () => {},
      onReset = () => {},
    } = {},
  ) {
    this.#root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [styleSheet(host.ownerDocument)];
    this.#lesson = lesson;
    this.#onChange = onChange;
    this.#onPredict = onPredict;
    this.#onReset = onReset;
    this.#quiz = new Quiz(asks, replies);
    Object.assign(this.#ui, shapeOf(host.getBoundingClientRect().width));
    this.#language = language;
    this.#ui.language = this.#shownLanguage();
    this.#runs = new LessonRuns(runtime, lesson, place, (before) => this.#runChanged(before));
    this.#quiz.useRun(this.#runs.shown.run, lesson);
    this.#ui.selected = this.#taskNamed(place.task ?? null);
    this.#player = new Player(this.session);
    this.#player.seek(place.position ?? 0);
    this.#asking = new Asking(this.#quiz, this.#player, {
      onChoice: () => this.#set({}),
      onReply: (answered) => this.#replied(answered),
    });
    this.#exporting = new Exporting({
      onChange: () => this.#closed.signal.aborted || this.#set({}),
      onFailure: (words) => this.tell(words),
      run: () => this.#shownRun(),
      show: (text) => this.showRun(text),
    });
    this.#player.onChange(({ cause }) => this.#changed(cause));
    this.#resize = new ResizeObserver(() => this.#measure());
    this.#listen();
    this.#render();
    const lanes = this.#root.querySelector('.lanes-column');
    if (lanes) this.#resize.observe(lanes);
  }

  close() {
    this.#closed.abort();
    this.#resize.disconnect();
    this.#player.close();
    this.#runs.close();
    render(this.#root);
  }

  get player() {
    return this.#player;
  }

  get session() {
    return this.#runs.shown.session;
  }

  /** @returns {Place} */
  get place() {
    const changed = (/** @type {Values} */ values) =>
      Object.fromEntries(
        changedKnobs(this.#lesson, values).map(({ name }) => [name, values[name] ?? 0]),
      );
    const { run, values, pinned } = this.#runs.shown;
    const task = run.names.of(this.#ui.selected) ?? null;
    return {
      position: this.#player.position,
      task,
      knobs: changed(values),
      ...(pinned && { pinned: changed(pinned.values) }),
    };
  }

  /** Whether the run has such a place, and shows it. @param {Partial<Place>} place */
  isAt({ position = 0, task = null }) {
    return this.place.position === position && this.place.task === task;
  }

  /** The lesson as it is, from its start. @param {string} notice */
  startOver(notice) {
    Object.assign(this.#ui, { selected: null, unit: 'event' });
    this.#runs.startOver();
    this.#player.start();
    this.tell(notice);
  }

  /**
   * A saved run in place of the one that was made here.
   * @param {string} text
   * @throws {import('../export/saved-run.js').SavedRunError} nothing has changed
   */
  async showRun(text) {
    const { damagedRun, openRunOf } = await loadDialog();
    const { values, history } = openRunOf(this.#lesson, text);
    try {
      // Whatever it holds, it must be a run that can be shown at every step.
      const { replay } = this.#runs.runOf(history);
      for (const event of history) why(event, replay);
    } catch (error) {
      throw damagedRun(error);
    }
    this.#runs.use(values, endedSession(history));
    this.#exporting.close();
    this.tell('This is the saved run.');
  }

  /**
   * A word on what was just done.
   * @param {string} notice
   * @param {(() => void) | null} [undo] takes it back, until the learner does something else
   */
  tell(notice, undo = null) {
    this.#set({ notice, undo });
    if (undo) this.#focus('.notice button');
  }

  /** Everything that is on screen follows from this. */
  scene() {
    const player = this.#player;
    const { run, values, code, mine, pinned, session } = this.#runs.shown;
    const position = player.position;
    const state = run.replay.stateAt(position);
    const event = position > 0 ? session.history.at(position - 1) : undefined;
    const { question, openQuestion } = this.#asking;
    const comparison = pinned && compare(run, pinned);
    return {
      lesson: this.#lesson,
      run,
      axis: comparison?.axis ?? run.axis,
      comparison,
      state,
      event,
      events: session.history,
      position,
      length: player.length,
      atStart: player.atStart,
      atEnd: player.atEnd,
      playing: player.playing,
      rate: player.rate,
      time: player.playing ? Math.max(player.time, state.time) : state.time,
      callback: run.callbacksUntil(position),
      why: event
        ? why(event, run.replay)
        : 'Nothing has happened yet. Forward runs the first step.',
      values,
      mine,
      knobsChanged: changedKnobs(this.#lesson, values).length > 0,
      code,
      quiz: this.#quiz,
      asking: this.#asking,
      question,
      /** What the run has not shown yet is covered. */
      masked: openQuestion !== undefined,
      /** So is the order of what is ready. */
      queueMasked: openQuestion?.kind === 'next',
      failure: this.#runs.failure,
      ui: this.#ui,
      exporting: this.#exporting,
      actions: this.#actions,
      lineInShownCode: this.#ui.language === 'c' ? sameLine : this.#pythonLine,
    };
  }

  #actions = {
    start: () => this.#player.start(),
    back: () => this.#player.back(),
    forward: () => this.#player.forward(),
    end: () => this.#player.end(),
    play: () => this.#player.play(),
    pause: () => this.#player.pause(),
    seek: (/** @type {number} */ position) => this.#player.seek(position),
    setRate: (/** @type {number} */ rate) => {
      this.#player.rate = rate;
      this.#render();
    },
    setUnit: (/** @type {StepUnit} */ unit) => this.#set({ unit }),
    setLanguage: (/** @type {Language | undefined} */ language) => {
      this.#language = language;
      this.#set({ language: this.#shownLanguage() });
      this.#tell();
    },
    setTab: (/** @type {string} */ tab) => this.#set({ tab }),
    pointAt: (/** @type {string | null} */ pointed) => this.#set({ pointed }),
    select: (/** @type {number | null} */ task) => {
      if (this.#isAnswer(task)) return;
      const selected = this.#ui.selected === task ? null : task;
      this.#set({
        selected,
        unit: selected === null && this.#ui.unit === 'task' ? 'event' : this.#ui.unit,
      });
      this.#tell();
    },
    lookAt: (/** @type {number} */ task, /** @type {number} */ position) => {
      if (this.#isAnswer(task)) return;
      this.#ui.selected = task;
      this.#player.seek(position);
    },
    toggleTable: (/** @type {import('./table.js').Picture} */ picture) => {
      const others = this.#ui.tables.filter((each) => each !== picture);
      const isOne = others.length < this.#ui.tables.length;
      this.#set({ tables: isOne ? others : [...others, picture] });
    },
    showRowsFrom: (/** @type {number} */ firstRow) => {
      if (firstRow !== this.#ui.firstRow) this.#set({ firstRow });
    },
    showCause: () => {
      const cause = this.scene().event?.cause;
      if (cause) this.#jump(cause);
    },
    goBackFromCause: () => {
      const position = this.#ui.returnTo.at(-1);
      this.#ui.returnTo = this.#ui.returnTo.slice(0, -1);
      if (position !== undefined) this.#player.seek(position);
    },
    goToAnswer: (/** @type {number} */ position) => this.#jump(position),
    nextMoment: () => this.#goToMoment(1),
    previousMoment: () => this.#goToMoment(-1),
    setKnob: (/** @type {string} */ name, /** @type {number | boolean} */ value) =>
      this.#runs.setKnob(name, value),
    useMine: (/** @type {boolean} */ mine) => this.#runs.useMine(mine),
    pin: () => {
      this.#runs.pin();
      this.#showComparison();
    },
    unpin: () => {
      this.#runs.unpin();
      this.#showComparison();
    },
    swap: () => this.#runs.swap(),
    comparePair: (/** @type {Lesson['pairs'][number]} */ pair) => {
      this.#runs.comparePair(pair);
      this.#player.seek(this.scene().comparison?.difference ?? 0);
      this.#showComparison();
      if (changedKnobs(this.#lesson, this.#runs.shown.own).length > 0) {
        this.tell('Your own values are still there, under Mine.');
      }
    },
    resetLesson: () => {
      const restore = this.#keep();
      this.#quiz.recall({});
      this.startOver('');
      const takeBack = this.#onReset();
      this.tell('The lesson is as it was at first.', () => {
        takeBack?.();
        restore();
      });
    },
    copyCode: (/** @type {'python' | 'c'} */ language) => {
      const text = shownText(this.#lesson, this.#runs.shown.values, language);
      const file = language === 'python' ? 'lesson.py' : 'lesson.c';
      navigator.clipboard.writeText(text).then(
        () => this.tell(`${file} is on the clipboard.`),
        () => this.tell('The browser did not allow copying. Select the code instead.'),
      );
    },
    toggleHelp: (/** @type {boolean} */ help) => this.#set({ help }),
  };

  /**
   * "Which task runs next?" is answered by a click on the task, wherever it is shown.
   *
   * @param {number | null} task
   */
  #isAnswer(task) {
    if (this.#asking.openQuestion?.kind !== 'next') return false;
    return this.#asking.choose(this.#runs.shown.run.names.of(task) ?? '');
  }

  /** @param {import('./questions.js').Question} [question] that has been answered */
  #replied(question) {
    const reply = question && this.#quiz.replyTo(question);
    if (reply && reply !== 'skipped') {
      const { given } = reply;
      this.#onPredict({ kind: question.kind, given, right: isRightReply(question, reply) });
    }
    this.#set({});
    this.#tell();
  }

  /** To a place from which one returns. @param {number} position */
  #jump(position) {
    this.#ui.returnTo = [...this.#ui.returnTo, this.#player.position];
    this.#player.seek(position);
  }

  /** @param {1 | -1} direction */
  #goToMoment(direction) {
    const { position } = this.#player;
    const { comparison } = this.scene();
    const moments = this.#quiz.moments.map(({ at }) => at);
    const difference = comparison?.difference ?? 0;
    const places = [0, ...moments, difference, this.#player.length].sort((a, b) => a - b);
    const target =
      direction > 0
        ? places.find((at) => at > position)
        : places.filter((at) => at < position).at(-1);
    if (target !== undefined) this.#player.seek(target);
  }

  /** On a phone it has a tab of its own. What had the focus may be gone with the old one. */
  #showComparison() {
    const hadFocus = this.#root.activeElement;
    const { narrow, tab } = this.#ui;
    const next = this.#runs.shown.pinned ? 'compare' : 'knobs';
    this.#set({ tab: narrow ? next : tab, firstRow: 0 });
    const heir = narrow ? `.tabs [data-tab=${next}]` : '.compare-tools button';
    if (hadFocus && (narrow || !hadFocus.isConnected)) {
      this.#focus(heir);
    }
  }

  /** @param {import('./lesson-runs.js').Shown} before */
  #runChanged({ run: runBefore, session: { history } }) {
    const { run, session } = this.#runs.shown;
    const selected = runBefore.names.of(this.#ui.selected);
    this.#quiz.useRun(run, this.#lesson);
    const ui = { selected: this.#taskNamed(selected), returnTo: [], notice: '', undo: null };
    Object.assign(this.#ui, ui);
    const place = samePlace(history, this.#player.position, session.history);
    this.#player.replaceSource(session, place);
  }

  /** What a reset takes away. @returns {() => void} brings it back */
  #keep() {
    const { unit } = this.#ui;
    const { position, task } = this.place;
    const { replies } = this.#quiz;
    const restore = this.#runs.keep();
    return () => {
      this.#quiz.recall(replies);
      restore();
      Object.assign(this.#ui, { unit, selected: this.#taskNamed(task) });
      this.#player.seek(position);
      this.tell('The lesson is as you had it.');
    };
  }

  /** For a file. @returns {import('../export/files.js').ShownRun} */
  #shownRun() {
    const { session, values } = this.#runs.shown;
    const history = /** @type {import('../session/history.js').History} */ (session.history);
    return { lesson: this.#lesson, values, history, position: this.#player.position };
  }

  /** Both never fit on a phone. @returns {Language} */
  #shownLanguage() {
    const { width } = this.#root.host.getBoundingClientRect();
    if (this.#language && (this.#language !== 'both' || !this.#ui.narrow)) return this.#language;
    return width < BOTH_FROM ? 'python' : 'both';
  }

  /** @param {string | null} [name] */
  #taskNamed(name) {
    const { ownTasks, names } = this.#runs.shown.run;
    return (name && ownTasks.find((id) => names.of(id) === name)) || null;
  }

  /**
   * Lines in the trace are those of lesson.c; a learner who sees the Python reads its numbers.
   *
   * @param {number} line
   */
  #pythonLine = (line) => pythonLine(this.#lesson, line) ?? line;

  /** @param {Partial<Ui>} changes */
  #set(changes) {
    Object.assign(this.#ui, changes);
    const { unit, selected } = this.#ui;
    this.#player.stepBy(
      unit === 'callback'
        ? everyCallback
        : unit === 'task' && selected !== null
          ? everyEventOfTask(selected, (coroutine) =>
              this.#runs.shown.run.taskOfCoroutine(coroutine),
            )
          : everyEvent,
    );
    this.#render();
  }

  /** @param {'step' | 'play' | 'clock'} cause */
  #changed(cause) {
    const { position } = this.#player;
    if (cause !== 'clock') this.#asking.follow();
    Object.assign(this.#ui, { notice: '', undo: null });
    const moved = position - this.#shownPosition;
    const before = moved > 0 && moved <= LONGEST_MOTION ? queuePlaces(this.#root) : undefined;
    this.#render();
    if (before) explain(this.#root, before, this.session.history.at(position - 1));
    if (!this.#player.playing) this.#tell();
  }

  #tell() {
    const { isSettled, replies, asks } = this.#quiz;
    this.#onChange(this.place, {
      ended: this.#player.atEnd,
      settled: isSettled,
      replies,
      asks,
      language: this.#language,
    });
  }

  #render() {
    this.#shownPosition = this.#player.position;
    const before = this.#root.activeElement;
    const isAnswering = before?.closest('.question');
    const isNoticed = before?.closest('.notice');
    render(this.#root, frameView(this.scene()));
    // What had the focus is gone with its question or notice: the keyboard goes on with what follows.
    if (!this.#root.activeElement) {
      if (isAnswering) this.#focus('.question :is(.primary, .option, input), .buttons .play');
      else if (isNoticed) this.#focus('.buttons .primary');
    }
    this.#showDialogs();
    follow(this.#root);
  }

  /** @param {string} selector */
  #focus(selector) {
    /** @type {HTMLElement | null} */ (this.#root.querySelector(selector))?.focus();
  }

  /** A modal dialog takes the focus, and gives it back. */
  #showDialogs() {
    for (const dialog of this.#root.querySelectorAll('dialog')) {
      const isWanted = dialog.matches('.export') ? this.#exporting.isOpen : this.#ui.help;
      if (isWanted && !dialog.open) dialog.showModal();
      else if (!isWanted && dialog.open) dialog.close();
    }
  }

  #measure() {
    const lanes = this.#root.querySelector('.lanes-column');
    const width = Math.round(lanes?.getBoundingClientRect().width ?? 0) || this.#ui.timelineWidth;
    const frame = this.#root.querySelector('.frame')?.getBoundingClientRect().width ?? 0;
    const measured = { timelineWidth: width, ...shapeOf(frame) };
    const isSame = Object.entries(measured).every(
      ([name, value]) => value === this.#ui[/** @type {keyof measured} */ (name)],
    );
    if (!isSame) this.#set(measured);
  }

  #listen() {
    const { signal } = this.#closed;
    const onKey = (/** @type {Event} */ event) => {
      const action = actionOfKey(/** @type {KeyboardEvent} */ (event), this.scene(), this.#player);
      if (!action) return;
      event.preventDefault();
      action();
    };
    const onScroll = (/** @type {Event} */ event) => this.#scrolled(event);
    this.#root.addEventListener('keydown', onKey, { signal });
    this.#root.addEventListener('scroll', onScroll, { signal, capture: true, passive: true });

    const onPaper = (/** @type {boolean} */ paper) => this.#set({ paper });
    const window = /** @type {Window} */ (this.#root.ownerDocument.defaultView);
    // A browser tells of paper in the one way or the other.
    window.addEventListener('beforeprint', () => onPaper(true), { signal });
    window.addEventListener('afterprint', () => onPaper(false), { signal });
    const print = window.matchMedia('print');
    this.#ui.paper = print.matches;
    print.addEventListener('change', ({ matches }) => onPaper(matches), { signal });
  }

  /** @param {Event} event */
  #scrolled({ target }) {
    if (!(target instanceof Element) || !target.matches('.rows')) return;
    this.#actions.showRowsFrom(
      Math.max(0, Math.floor(target.scrollTop / rowHeight(this.#runs.shown.pinned !== null)) - 2),
    );
  }
}

/** @param {number} width of the frame, pixels */
function shapeOf(width) {
  return { tabbed: width < TABBED_BELOW, narrow: width < NARROW_BELOW };
}

const sameLine = (/** @type {number} */ line) => line;
