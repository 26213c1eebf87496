/**
 * Python beside C. A flag in the margin for each task, solid on the line that runs, hollow where it
 * is parked; the tied lines of the other language carry the same band.
 *
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./lesson-view.js').ShownLine} ShownLine
 * @typedef {{ label: string, state: string, task: number | null }} Flag
 */
import { h, remember } from './dom.js';
import { STATE_WORDS } from './icons.js';
import { pythonLine } from './ties.js';
import { copyView, valuesView } from './values-view.js';

/** More than this does not fit into the margin. */
const FLAG_CHARACTERS = 9;
/** Tasks at one line that its title names. */
const NAMED = 12;

/** @param {Scene} scene */
export function codeView(scene) {
  const places = placesOf(scene);
  const { language, paper } = scene.ui;
  const shows = (/** @type {'python' | 'c'} */ each) =>
    paper || language === 'both' || language === each;
  return h(
    'section',
    { class: 'code', 'aria-label': 'Code', 'data-language': language },
    h(
      'header',
      { class: 'code-head' },
      h(
        'div',
        { class: 'segmented', role: 'group', 'aria-label': 'Language' },
        [
          ['both', 'Both'],
          ['python', 'Python'],
          ['c', 'C'],
        ].map(([value = '', text = '']) =>
          h(
            'button',
            {
              type: 'button',
              key: value,
              'aria-pressed': String(language === value),
              'data-language': value,
              onclick: () => scene.actions.setLanguage(/** @type {any} */ (value)),
            },
            text,
          ),
        ),
      ),
      // With panels as tabs the knobs may be hidden: whose values they have stays in sight.
      scene.ui.tabbed ? valuesView(scene) : copyView(scene),
    ),
    h(
      'div',
      { class: 'listings', tabindex: 0, role: 'group', 'aria-label': 'Listings' },
      shows('python') && listing(scene, 'python', places.python),
      shows('c') && listing(scene, 'c', places.c),
    ),
    partnerStrip(scene, places),
  );
}

/**
 * @param {Scene} scene
 * @param {'python' | 'c'} language
 * @param {Place[]} places
 */
function listing(scene, language, places) {
  const title = language === 'python' ? 'Python' : 'C';
  return h(
    'div',
    { class: `listing ${language}`, key: language },
    h(
      'h3',
      { class: 'listing-title' },
      title,
      h('span', { class: 'file' }, language === 'python' ? 'lesson.py' : 'lesson.c'),
    ),
    h(
      'ol',
      { class: 'lines', 'aria-label': title },
      scene.code[language].map((line, index) =>
        lineView(scene, line, index + 1, /** @type {Place} */ (places[index])),
      ),
    ),
  );
}

/**
 * @param {Scene} scene
 * @param {ShownLine} line
 * @param {number} number
 * @param {Place} place
 */
function lineView({ ui, actions }, line, number, { band, isLast, flags }) {
  const selected = flags.some(({ task }) => task !== null && task === ui.selected);
  const isPointed = line.mark !== null && line.mark === ui.pointed;
  if (band === null && !isLast && !isPointed) return plainLine(line, number, actions.pointAt);
  return h(
    'li',
    {
      ...lineProps(line, number, actions.pointAt),
      'data-at': band ?? undefined,
      'data-last': isLast ? '' : undefined,
      'aria-current': band === 'now' ? 'step' : undefined,
      'data-pointed': isPointed ? '' : undefined,
    },
    h(
      'span',
      { class: 'flags' },
      flags.length > 0 && flagGroup(flags, selected ? ui.selected : null, actions.select),
    ),
    h('span', { class: 'number', 'aria-hidden': 'true' }, number),
    h('code', { class: 'text', html: line.html || '&#8203;' }),
  );
}

/** Most lines are as they were. */
const plainLine = remember(
  (
    /** @type {ShownLine} */ line,
    /** @type {number} */ number,
    /** @type {Scene['actions']['pointAt']} */ pointAt,
  ) =>
    h(
      'li',
      lineProps(line, number, pointAt),
      h('span', { class: 'flags' }),
      h('span', { class: 'number', 'aria-hidden': 'true' }, number),
      h('code', { class: 'text', html: line.html || '&#8203;' }),
    ),
);

/**
 * @param {ShownLine} line
 * @param {number} number
 * @param {Scene['actions']['pointAt']} pointAt
 */
function lineProps(line, number, pointAt) {
  return {
    key: number,
    class: 'line',
    style: { '--indent': `${line.indent}ch` },
    onmouseenter: line.mark ? () => pointAt(line.mark) : undefined,
  };
}

/**
 * @param {Flag[]} flags
 * @param {number | null} selected   a task
 * @param {Scene['actions']['select']} select
 */
function flagGroup(flags, selected, select) {
  const isRunning = flags.some(({ state }) => state === 'running');
  const words = flags
    .slice(0, NAMED)
    .map(({ label, state }) => `${label}: ${STATE_WORDS[state] ?? state}`);
  if (flags.length > NAMED) words.push(`and ${flags.length - NAMED} more`);
  const labels = flags.map(({ label }) => label);
  const fits =
    flags.length <= FLAG_CHARACTERS &&
    labels.join('').length + 2 * labels.length <= FLAG_CHARACTERS;
  const shown = fits ? flags : [{ ...leader(flags), label: shorten(labels) }];
  return h(
    'span',
    { class: 'flag', 'data-state': isRunning ? 'running' : 'parked', title: words.join(', ') },
    shown.map(({ label, state, task }) =>
      task
        ? h(
            'button',
            {
              type: 'button',
              key: task,
              class: 'flag-name',
              'data-state': state,
              'data-selected': selected === task ? '' : undefined,
              onclick: () => select(task),
            },
            label,
            h('span', { class: 'visually-hidden' }, `: ${STATE_WORDS[state] ?? state}`),
          )
        : h('span', { class: 'flag-name', key: label, 'data-state': state }, label),
    ),
  );
}

/** Whose look several flags share. @param {Flag[]} flags @returns {Flag} */
function leader(flags) {
  return /** @type {Flag} */ (flags.find(({ state }) => state === 'running') ?? flags[0]);
}

/**
 * `task 1` and `task 2` are `task 1,2`; where that is too long, they are counted.
 *
 * @param {string[]} labels
 */
function shorten(labels) {
  const [first = ''] = labels;
  const base = first.replace(/ \d+$/, '');
  if (labels.length === 1) return first;
  if (labels.every((label) => label.startsWith(`${base} `))) {
    const numbers = labels.map((label) => label.slice(base.length + 1));
    const short = `${base} ${numbers.join(',')}`;
    if (short.length <= FLAG_CHARACTERS) return short;
    const counted = `${base} ×${labels.length}`;
    return counted.length <= FLAG_CHARACTERS ? counted : `×${labels.length}`;
  }
  return `${first} +${labels.length - 1}`;
}

/**
 * Where only one listing shows, the line of the other one.
 *
 * @param {Scene} scene
 * @param {{ python: Place[], c: Place[] }} places
 */
function partnerStrip(scene, places) {
  const other = scene.ui.language === 'c' ? 'python' : 'c';
  const index = placeToShow(places[other]);
  const line = scene.code[other][index];
  const name = other === 'c' ? 'C' : 'Python';
  return h(
    'div',
    { class: 'partner' },
    h('span', { class: 'equals' }, line ? `= ${name} ${index + 1}` : `= ${name}`),
    line
      ? h('code', { key: 'line', html: line.html.trim() })
      : h('span', { key: 'none', class: 'none' }, 'The line that does the same is shown here.'),
  );
}

/**
 * Where something runs, else where something ran last, else where something is parked.
 *
 * @param {Place[]} places
 */
function placeToShow(places) {
  const candidates = [
    places.findIndex(({ band }) => band === 'now'),
    places.findIndex(({ isLast }) => isLast),
    places.findIndex(({ band }) => band === 'parked'),
  ];
  return candidates.find((index) => index >= 0) ?? -1;
}

/**
 * @typedef {{ band: 'now' | 'parked' | null, isLast: boolean, flags: Flag[] }} Place what a line carries
 *
 * @param {Scene} scene
 * @returns {{ python: Place[], c: Place[] }}
 */
function placesOf({ state, run, lesson, code }) {
  /** @returns {Place} */
  const empty = () => ({ band: null, isLast: false, flags: [] });
  const c = code.c.map(empty);
  const python = code.python.map(empty);
  const set = (
    /** @type {number | null} */ line,
    /** @type {Flag} */ flag,
    /** @type {boolean} */ now,
  ) => {
    if (line === null) return;
    for (const place of placesAt(line)) {
      place.flags.push(flag);
      if (now) place.band = 'now';
      else place.band ??= 'parked';
    }
  };
  /** @param {number} line of lesson.c */
  const placesAt = (line) =>
    [c[line - 1], python[(pythonLine(lesson, line) ?? 0) - 1]].filter(
      (place) => place !== undefined,
    );
  if (state.line !== null) for (const place of placesAt(state.line)) place.isLast = true;
  const running = state.currentTask;
  for (const task of state.tasks.values()) {
    if (task.state === 'done') continue;
    const label = run.names.of(task.id) ?? task.name;
    set(task.line, { label, state: task.state, task: task.id }, task.id === running);
  }
  if (state.current && running === null) {
    const label = state.current.name || 'callback';
    set(state.current.line, { label, state: 'running', task: null }, true);
  }
  if (state.program.status === 'running') {
    const isNow = running === null && !state.current && !state.loop?.running;
    const flag = { label: 'top level', state: isNow ? 'running' : 'waiting', task: null };
    set(state.program.line, flag, isNow);
  }
  return { python, c };
}
