/**
 * `<asyncio-lesson lesson="06-cancel">`: a lesson in any page. It opens, and loads what it needs for
 * that, when it comes into view, is touched or is asked to do something. Until then, and where it
 * cannot open, what stands in the element is what a reader sees.
 */
import { LessonElementError, PANELS, readAttribute, readKnobs } from './attributes.js';
import { checkEnded, RUN_PANELS, runToShow } from './own-run.js';

/**
 * @typedef {typeof import('./view-parts.js') & import('./view-parts.js').Lessons} Parts
 * @typedef {import('./view-parts.js').Source} Source
 * @typedef {import('../views/lesson-view.js').Lesson} Lesson
 * @typedef {import('../views/lesson-view.js').LessonView} LessonView
 * @typedef {import('../views/lesson-view.js').Options} Options
 */

const STYLE = `
  :host { display: block; min-block-size: var(--lesson-height); --lesson-height: 44rem; }
  @media (width < 700px) { :host { --lesson-height: 40rem; } }
  :host([hidden]) { display: none; }
  :host([theme=light]) { color-scheme: light; }
  :host([theme=dark]) { color-scheme: dark; }
  .load-error, .loading { margin: 0; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
  .load-error { font-weight: 600; }`;

/** They say which lesson it is. */
const WHICH_LESSON = ['lesson', 'module', 'lessons'];

const FLAGS = ['autoplay', 'predict'];
const PROPERTIES = [...WHICH_LESSON, ...FLAGS, 'panels', 'knobs', 'theme', 'rate'];

const OPEN_STYLE = ':host { block-size: var(--lesson-height); min-block-size: 0; }';

/**
 * Only the panels that are wanted, one below the other, as high as they are.
 * @param {string[]} wanted
 */
function panelStyle(wanted) {
  const names = Object.keys(PANELS);
  // A question shows whatever else does: Play has stopped for it.
  const classes = (/** @type {string[]} */ list) =>
    list.map((name) => `.${PANELS[name]}`).join(', ') || '.none';
  const shown = classes(names.filter((name) => wanted.includes(name)));
  const hidden = names.filter((name) => !wanted.includes(name));
  return `
    :host, .frame, .layout { block-size: auto; }
    .layout { display: flex !important; flex-flow: column; min-block-size: 0 !important; padding-block: 4px; }
    .rows, ${shown} { display: block !important; }
    .tabs, ${classes(hidden)} { display: none !important; }
    .text-column, .side, .dock { display: none !important; border: 0; }
    :is(.text-column, .dock):has(${shown}, .question) { display: block !important; }
    .side:has(${shown}) { display: flex !important; flex-flow: row wrap; }
    .pane { border-inline: 0; }
    .side .pane { flex: 1 1 300px; }
    @container lesson (width < 700px) { .dock { padding-inline: 0; } }`;
}

/**
 * Where both have a function of one name, both are told.
 * @param {Options} own
 * @param {Options} given
 * @returns {Options}
 */
function joinOptions(own, given) {
  const others = /** @type {Record<string, unknown>} */ (own);
  const both = Object.entries(given).map(([name, value]) => {
    const other = others[name];
    if (typeof value !== 'function' || typeof other !== 'function') return [name, value];
    const tellBoth = (/** @type {unknown[]} */ ...args) => {
      other(...args);
      /** @type {Function} */ (value)(...args);
    };
    return [name, tellBoth];
  });
  return { ...own, ...Object.fromEntries(both) };
}

export class AsyncioLesson extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = [...PROPERTIES, 'step', 'lang'];

  /**
   * How elements get what they need to open, which is most of the bytes: whoever defines the element
   * says.
   * @type {() => Promise<Parts>}
   */
  static loadParts = () =>
    Promise.reject(new LessonElementError('There is nothing to open it with.'));

  /** @type {Source | PromiseLike<Source> | null} */
  #source = null;

  /**
   * What the view is given for a lesson besides what the attributes say; asked for when it opens.
   * @type {((lesson: Lesson) => Options) | null}
   */
  options = /** @type {any} */ (this).options ?? null;

  /** @type {LessonView | null} */
  #view = null;
  /** What the view was made with. @type {Parts | null} */
  #parts = null;
  /** @type {Promise<LessonView> | null} */
  #opening = null;
  /** @type {IntersectionObserver | null} */
  #watch = null;
  /** @type {CSSStyleSheet | null} */
  #sheet = null;
  /** What shows in place of a lesson. @type {import('./own-run.js').EndedSession | null} */
  #run = null;
  /** Which opening is the last one. */
  #turn = 0;
  /** It has come into view, was touched or asked to do something. */
  #wanted = false;
  /** Attributes, and `source`, that have changed and are not taken up. @type {Set<string>} */
  #changed = new Set();
  #position = 0;

  constructor() {
    super();
    // What was set before the element was defined stays.
    for (const name of [...PROPERTIES, 'step', 'source']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  /**
   * Lessons of one's own, in place of the attributes `module` and `lessons`. Elements with the same
   * object share what it loads.
   */
  get source() {
    return this.#source;
  }

  set source(source) {
    this.#source = source;
    this.#note('source');
  }

  connectedCallback() {
    // A document that is not shown, such as a template's, plays nothing.
    if (this.#opening || !this.#isInPage) return;
    if (!this.shadowRoot) this.attachShadow({ mode: 'open' });
    this.#showOwnContent();
    this.#watch ??= new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.#openQuietly();
    });
    this.#watch.observe(this);
    for (const touch of ['pointerenter', 'focusin'])
      this.addEventListener(touch, this.#openQuietly);
  }

  disconnectedCallback() {
    this.#stopWatching();
    // An element that is moved leaves and comes back at once.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  /** Another document takes no style sheets of this one: it opens there anew. */
  adoptedCallback() {
    this.#close();
    this.#sheet = null;
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (before !== now) this.#note(name);
  }

  /** Those that change together are taken up together. @param {string} name */
  #note(name) {
    // Until then, they are only read when it opens.
    if (!this.#wanted) return;
    if (this.#changed.size === 0) queueMicrotask(() => this.#takeChanges());
    this.#changed.add(name);
  }

  #takeChanges() {
    const changed = [...this.#changed];
    this.#changed.clear();
    if (changed.length === 0) return;
    const isOther = changed.some((name) => name === 'source' || WHICH_LESSON.includes(name));
    if (isOther) this.#run = null;
    // What was wrong may be right now.
    if (isOther || !this.#opening) this.#openAgain();
    else if (this.#view) for (const name of changed) this.#applyNew(this.#view, name);
  }

  // ---------------------------------------------------------------- what a page may do

  /** null until the lesson is open. */
  get view() {
    return this.#view;
  }

  /** Events before the cursor; 0 until the lesson is open. */
  get position() {
    return this.#view?.player.position ?? 0;
  }

  get playing() {
    return this.#view?.player.playing ?? false;
  }

  /**
   * Now, and not when it comes into view. What the others below return is rejected for the same
   * reasons.
   * @returns {Promise<LessonView>} rejected with what the event `error` tells
   */
  open() {
    this.#wanted = true;
    this.#takeChanges();
    this.#opening ??= this.#show(++this.#turn);
    return this.#opening;
  }

  async play() {
    (await this.open()).player.play();
  }

  async pause() {
    (await this.open()).player.pause();
  }

  /** @returns {() => Promise<void>} */
  get step() {
    return async () => (await this.open()).player.forward();
  }

  /**
   * Frameworks set the properties that an element has: this is the attribute.
   * @param {any} position
   */
  set step(position) {
    reflect(this, 'step', position);
  }

  async back() {
    (await this.open()).player.back();
  }

  /** @param {number} position   events before the cursor */
  async seek(position) {
    if (!Number.isInteger(position) || position < 0)
      throw new LessonElementError(`seek() takes a number of events, not ${position}.`);
    (await this.open()).player.seek(position);
  }

  /**
   * Plays from the start, with these knobs; those that are not named stay as they are.
   * @param {Record<string, number | boolean>} [knobs]
   * @throws {import('../session/errors.js').KnobError}
   */
  async run(knobs = {}) {
    const view = await this.open();
    const { checkKnob, findKnob } = await AsyncioLesson.loadParts();
    const { lesson, actions } = view.scene();
    const values = Object.entries(knobs).map(
      ([name, value]) =>
        /** @type {const} */ ([name, checkKnob(findKnob(lesson.knobs, name), value)]),
    );
    for (const [name, value] of values) actions.setKnob(name, value);
    view.player.start();
    view.player.play();
  }

  /**
   * A run that was saved, in place of the one that was made here.
   * @param {string} text   what saveRun() of asyncio-tour/export makes, and Export in the lesson
   * @throws {import('../export/saved-run.js').SavedRunError} nothing has changed
   */
  async showRun(text) {
    await (await this.open()).showRun(text);
  }

  /**
   * A run of a program in JavaScript in place of a lesson, with the panels that need none; a lesson
   * that is set afterwards takes its place.
   * @param {import('./own-run.js').EndedSession} session   its history is read, it stays the caller's
   * @throws {LessonElementError} it can go on
   */
  async show(session) {
    checkEnded(session);
    this.#changed.clear();
    this.#close();
    this.#run = session;
    await this.open();
  }

  // ---------------------------------------------------------------- opening

  #openQuietly = () => {
    this.#wanted = true;
    // A lesson may be set later, or a run shown. Who did not ask is told by the event.
    if (!this.#isEmpty) this.open().catch(() => {});
  };

  get #isInPage() {
    return this.isConnected && this.ownerDocument.defaultView !== null;
  }

  get #isEmpty() {
    return !this.#run && !this.#source && !WHICH_LESSON.some((name) => this.hasAttribute(name));
  }

  #openAgain() {
    this.#close();
    this.#showOwnContent();
    if (this.#isInPage) this.#openQuietly();
  }

  #close() {
    this.#turn++;
    this.#view?.close();
    this.#view = null;
    this.#opening = null;
  }

  #stopWatching() {
    this.#watch?.disconnect();
    for (const touch of ['pointerenter', 'focusin']) {
      this.removeEventListener(touch, this.#openQuietly);
    }
  }

  /** @param {number} turn @returns {Promise<LessonView>} */
  async #show(turn) {
    try {
      // Who makes an element, or changes it, may not be through.
      await null;
      if (turn !== this.#turn) return this.open();
      if (!this.#isInPage) throw new LessonElementError('This element is in no page.');
      if (this.#isEmpty) {
        throw new LessonElementError(
          'There is no lesson to show: set one, as in lesson="06-cancel", or call show(session).',
        );
      }
      this.#stopWatching();
      this.#showOwnContent();
      const parts = await AsyncioLesson.loadParts();
      const loaded = this.#run
        ? runToShow(this.#run)
        : await parts.loadLessons((await this.#source) ?? this.#ownFiles());
      // Another lesson was set meanwhile, or the element is gone.
      if (turn !== this.#turn) return this.open();
      return this.#build(parts, loaded);
    } catch (error) {
      if (turn !== this.#turn) return this.open();
      this.#opening = null;
      if (this.#isInPage && !this.#isEmpty) this.#tellOfError(error);
      throw error;
    }
  }

  /**
   * @param {Parts} parts
   * @param {import('./view-parts.js').Loaded} loaded
   */
  #build(parts, { runtime, lessons }) {
    const { folder, knobs } = runtime.lesson(
      this.getAttribute('lesson') ?? lessons[0]?.folder ?? '',
    );
    const lesson = lessons.find((each) => each.folder === folder);
    if (!lesson) throw new LessonElementError(`There is nothing to show of ${folder}.`);
    const place = {
      position: readAttribute(this, 'step') ?? 0,
      knobs: this.#run ? {} : readKnobs(this, knobs, parts),
    };
    for (const name of /** @type {const} */ (['theme', 'panels', 'rate'])) {
      readAttribute(this, name);
    }
    /** @type {Options} */
    const own = {
      language: readAttribute(this, 'lang') ?? undefined,
      place,
      asks: this.hasAttribute('predict'),
      onChange: (now, { ended }) => this.#tellOfChange(now.position, ended),
      onPredict: (answer) => this.#tell('predict', answer),
    };
    const options = joinOptions(own, this.options?.(lesson) ?? {});
    this.shadowRoot?.replaceChildren();
    const view = new parts.LessonView(this, { runtime, lesson }, options);
    this.#view = view;
    this.#parts = parts;
    this.#position = view.player.position;
    this.#style();
    for (const name of ['rate', 'autoplay']) {
      if (this.hasAttribute(name)) this.#apply(view, name);
    }
    return view;
  }

  /** @returns {Source | null} null: what the element brings along */
  #ownFiles() {
    const module = this.getAttribute('module');
    const lessons = this.getAttribute('lessons');
    if (module === null && lessons === null) return null;
    if (!module || !lessons) {
      throw new LessonElementError(
        'module and lessons go together: they are the two files that `make lesson` writes.',
      );
    }
    return { module, lessons };
  }

  // ---------------------------------------------------------------- attributes

  /** @param {LessonView} view @param {string} name */
  #applyNew(view, name) {
    try {
      this.#apply(view, name);
    } catch (error) {
      // The lesson goes on as it was.
      view.tell(messageOf(error));
      this.#tell('error', { error, message: messageOf(error) });
    }
  }

  /**
   * @param {LessonView} view
   * @param {string} name
   * @throws {LessonElementError}
   */
  #apply(view, name) {
    const { actions, asking } = view.scene();
    if (name === 'panels') this.#style();
    else if (name === 'theme') readAttribute(this, 'theme');
    else if (name === 'step') view.player.seek(readAttribute(this, 'step') ?? 0);
    else if (name === 'knobs') this.#setKnobs(view);
    else if (name === 'rate') actions.setRate(readAttribute(this, 'rate') ?? 1);
    else if (name === 'lang') actions.setLanguage(readAttribute(this, 'lang') ?? undefined);
    else if (name === 'predict') asking.setAsks(this.hasAttribute('predict'));
    else if (name === 'autoplay' && this.hasAttribute('autoplay')) view.player.play();
  }

  /** Those that are not named get the lesson's own values. @param {LessonView} view */
  #setKnobs(view) {
    const { lesson, values, actions } = view.scene();
    const named = this.#run || !this.#parts ? {} : readKnobs(this, lesson.knobs, this.#parts);
    for (const knob of lesson.knobs) {
      const value = named[knob.name] ?? knob.default;
      if (value !== values[knob.name]) actions.setKnob(knob.name, value);
    }
  }

  /** The element's own sheet, behind that of the view. */
  #style() {
    const root = this.shadowRoot;
    if (!root) return;
    const { CSSStyleSheet } = /** @type {typeof globalThis} */ (this.ownerDocument.defaultView);
    this.#sheet ??= new CSSStyleSheet();
    const wanted = this.#view && readAttribute(this, 'panels');
    const panels = this.#run
      ? RUN_PANELS.filter((panel) => wanted?.includes(panel) ?? true)
      : wanted;
    this.#sheet.replaceSync(
      STYLE + (this.#view ? OPEN_STYLE + (panels ? panelStyle(panels) : '') : ''),
    );
    const others = root.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
    root.adoptedStyleSheets = this.#view ? [...others, this.#sheet] : [this.#sheet];
  }

  // ---------------------------------------------------------------- what a reader sees

  /** What stands in the element shows until there is more. @param {...Node} before */
  #showOwnContent(...before) {
    const root = this.shadowRoot;
    const words = document.createElement('p');
    words.className = 'loading';
    if (before.length === 0) {
      words.textContent = this.#isEmpty ? 'No lesson is open here.' : 'Loading the lesson …';
    }
    // Another slot in place of one that is there already would have the browser lay it all out again.
    const shown = root?.firstElementChild;
    const isThere = before.length === 0 && shown?.localName === 'slot';
    const content = isThere ? shown : document.createElement('slot');
    content.replaceChildren(words);
    this.#style();
    if (!isThere) root?.replaceChildren(...before, content);
  }

  /** @param {unknown} error */
  #tellOfError(error) {
    const message = messageOf(error);
    const text = document.createElement('p');
    text.className = 'load-error';
    text.setAttribute('role', 'alert');
    const only = this.childElementCount > 0 ? ', only read' : '';
    text.textContent = `The lesson cannot be played here${only}. ${message}`;
    this.#showOwnContent(text);
    this.#tell('error', { error, message });
  }

  // ---------------------------------------------------------------- events

  /** @param {number} position @param {boolean} ended */
  #tellOfChange(position, ended) {
    if (position === this.#position) return;
    this.#position = position;
    const event = this.#view?.session.history.at(position - 1) ?? null;
    this.#tell('step', { position, event });
    if (ended) this.#tell('complete', { position });
  }

  /** @param {string} type @param {object} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/**
 * @param {Element} element
 * @param {string} name   of an attribute
 * @param {unknown} value   null: without it
 */
function reflect(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

// Each attribute is a property, too; those of every element are there.
for (const name of PROPERTIES) {
  Object.defineProperty(AsyncioLesson.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      const text = this.getAttribute(name);
      return FLAGS.includes(name) ? text !== null : text;
    },
    set(value) {
      reflect(this, name, value);
    },
  });
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
