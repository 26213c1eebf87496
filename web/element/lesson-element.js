/**
 * `<asyncio-lesson lesson="06-cancel">`: a lesson in any page. It loads what it needs when it comes
 * into view or is asked to do something.
 */

import { late } from './late.js';

/** Panels that `panels` may name, by the class of their part of the frame. */
const PANELS = /** @type {Record<string, string>} */ ({
  prose: 'lesson-pane',
  knobs: 'knobs-pane',
  code: 'code-pane',
  loop: 'loop-pane',
  waits: 'waits-pane',
  output: 'output-pane',
  why: 'why-pane',
  stepper: 'stepper-pane',
  timeline: 'history-pane',
});

const LANGUAGES = ['python', 'c', 'both'];

const STYLE = `
  :host { display: block; block-size: 40rem; }
  :host([hidden]) { display: none; }
  :host([theme=light]) { color-scheme: light; }
  :host([theme=dark]) { color-scheme: dark; }
  .load-error { margin: 1rem; font: 1rem system-ui, sans-serif; }
`;

/** An attribute of the element, or an option of it, cannot be used. */
export class LessonElementError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'LessonElementError';
  }
}

/**
 * @param {string} text
 * @param {import('../session/knobs.js').Knob[]} knobs
 * @param {Pick<typeof import('../session/knobs.js'), 'findKnob' | 'parseKnob'>} reading
 */
function parseKnobs(text, knobs, { findKnob, parseKnob }) {
  const pairs = text.split(',').filter((pair) => pair.trim());
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
      return [name, parseKnob(findKnob(knobs, name), value)];
    }),
  );
}

export class AsyncioLesson extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = ['lesson', 'step', 'panels', 'knobs', 'lang', 'theme', 'rate'];

  /** @type {import('../views/lesson-view.js').LessonView | null} */
  #view = null;
  /** @type {Promise<import('../views/lesson-view.js').LessonView> | null} */
  #opening = null;
  /** @type {IntersectionObserver | null} */
  #watch = null;
  /** @type {CSSStyleSheet | null} */
  #panels = null;
  #position = -1;

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    this.#style(root);
    this.#watch = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.#openQuietly();
    });
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    this.#watch?.disconnect();
    this.#close();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#opening) return;
    if (name === 'lesson' || name === 'knobs') this.#openAgain();
    else if (this.#view) this.#apply(this.#view, name);
  }

  // ---------------------------------------------------------------- what a page may do

  /** Events before the cursor; 0 until the lesson is open. */
  get position() {
    return this.#view?.player.position ?? 0;
  }

  get playing() {
    return this.#view?.player.playing ?? false;
  }

  async play() {
    (await this.#open()).player.play();
  }

  async pause() {
    (await this.#open()).player.pause();
  }

  async step() {
    (await this.#open()).player.forward();
  }

  async back() {
    (await this.#open()).player.back();
  }

  /** @param {number} position */
  async seek(position) {
    (await this.#open()).player.seek(position);
  }

  /**
   * From the start, with these knobs, or those it has.
   * @param {Record<string, number | boolean>} [knobs]
   */
  async run(knobs = {}) {
    const view = await this.#open();
    for (const [name, value] of Object.entries(knobs)) view.scene().actions.setKnob(name, value);
    view.player.start();
    view.player.play();
  }

  // ---------------------------------------------------------------- opening

  #open() {
    this.#opening ??= this.#show();
    return this.#opening;
  }

  #openQuietly() {
    this.#watch?.disconnect();
    this.#open().catch(() => {});
  }

  #openAgain() {
    this.#close();
    this.#openQuietly();
  }

  #close() {
    this.#view?.close();
    this.#view = null;
    this.#opening = null;
    this.#position = -1;
  }

  /** @returns {Promise<import('../views/lesson-view.js').LessonView>} */
  async #show() {
    try {
      const parts = await late.loadParts();
      const view = await this.#build(parts);
      this.#view = view;
      this.#adopt();
      for (const name of ['rate', 'lang']) this.#apply(view, name);
      if (this.hasAttribute('autoplay')) view.player.play();
      return view;
    } catch (error) {
      this.#opening = null;
      this.#tellOfError(error);
      throw error;
    }
  }

  /** @param {typeof import('./parts.js')} parts */
  async #build(parts) {
    const { runtime, lessons } = await parts.loadLessons(this.#source());
    const { folder, knobs } = runtime.lesson(
      this.getAttribute('lesson') ?? lessons[0]?.folder ?? '',
    );
    const lesson = lessons.find((each) => each.folder === folder);
    if (!lesson) throw new LessonElementError(`There is nothing to show of ${folder}.`);
    const place = {
      position: Number(this.getAttribute('step') ?? 0) || 0,
      task: null,
      knobs: parseKnobs(this.getAttribute('knobs') ?? '', knobs, parts),
    };
    return new parts.LessonView(
      this,
      { runtime, lesson },
      {
        place,
        onChange: (now, { ended }) => this.#tellOfChange(now.position, ended),
        onPredict: (answer) => this.#tell('predict', answer),
      },
    );
  }

  #source() {
    const module = this.getAttribute('module');
    const lessons = this.getAttribute('lessons');
    if (!module && !lessons) return null;
    if (!module || !lessons) {
      throw new LessonElementError(
        'module and lessons go together: they are the two files that `make lesson` writes.',
      );
    }
    return { module, lessons };
  }

  /**
   * @param {import('../views/lesson-view.js').LessonView} view
   * @param {string} name
   */
  #apply(view, name) {
    const value = this.getAttribute(name);
    if (name === 'panels') this.#adopt();
    else if (value === null) return;
    else if (name === 'step') view.player.seek(Number(value) || 0);
    else if (name === 'rate') view.player.rate = Number(value);
    else if (name === 'lang' && LANGUAGES.includes(value)) {
      view.scene().actions.setLanguage(/** @type {'python' | 'c' | 'both'} */ (value));
    }
  }

  // ---------------------------------------------------------------- style

  /** The element's own, before there is a view. @param {ShadowRoot} root */
  #style(root) {
    this.#panels ??= new CSSStyleSheet();
    this.#panels.replaceSync(STYLE + this.#hiddenPanels());
    if (!root.adoptedStyleSheets.includes(this.#panels)) {
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#panels];
    }
  }

  /** The view has brought its sheet. */
  #adopt() {
    if (this.shadowRoot) this.#style(this.shadowRoot);
  }

  /** Only the panels that are wanted, one below the other, as high as they are. */
  #hiddenPanels() {
    const wanted = this.getAttribute('panels');
    if (wanted === null) return '';
    const names = wanted.split(',').map((name) => name.trim());
    const hidden = Object.keys(PANELS).filter((name) => !names.includes(name));
    const shown = Object.keys(PANELS).filter((name) => names.includes(name));
    const classes = (/** @type {string[]} */ list) =>
      list.map((name) => `.${PANELS[name]}`).join(', ') || '.none';
    return `
      :host, .frame, .layout { block-size: auto; }
      .layout { display: flex !important; flex-flow: column; }
      .tabs, ${classes(hidden)} { display: none !important; }
      .text-column, .side, .dock { display: none !important; }
      :is(.text-column, .side, .dock):has(${classes(shown)}) { display: block !important; }`;
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

  /** @param {unknown} error */
  #tellOfError(error) {
    const message = error instanceof Error ? error.message : String(error);
    if (this.shadowRoot) {
      const text = document.createElement('p');
      text.className = 'load-error';
      text.setAttribute('role', 'alert');
      text.textContent = message;
      this.shadowRoot.replaceChildren(text);
    }
    this.#tell('error', { error, message });
  }

  /** @param {string} type @param {object} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
