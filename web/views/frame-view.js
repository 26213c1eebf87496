/**
 * The parts of a lesson on screen. One structure for all widths: a wide frame shows all panels at
 * once, a narrow one shows those beside the code as tabs.
 */
import { codeView } from './code-view.js';
import { compareView } from './compare-view.js';
import { h } from './dom.js';
import { stateSwatch } from './icons.js';
import { helpView } from './help-view.js';
import { knobsView } from './knobs-view.js';
import { loopView } from './loop-view.js';
import { outputView } from './output-view.js';
import { proseView } from './prose-view.js';
import { questionView } from './question-view.js';
import { rowHeight, rowsOf } from './rows.js';
import { sliderView } from './slider-view.js';
import { stepperView, unitSelect } from './stepper-view.js';
import { tableButton } from './table.js';
import { tasksView } from './tasks-view.js';
import { axisView, MARK_SIGN, timelineView } from './timeline-view.js';
import { waitsView } from './waits-view.js';
import { whyView } from './why-view.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

/** @type {[string, string][]} */
const TABS = [
  ['lesson', 'Lesson'],
  ['loop', 'Loop'],
  ['waits', 'Waits'],
  ['tasks', 'Tasks'],
  ['output', 'Output'],
  ['knobs', 'Try it'],
];

/** @type {[string, string]} */
const COMPARE_TAB = ['compare', 'Compare'];

/** @type {[string, string][]} */
const LEGEND_STATES = [
  ['running', 'running'],
  ['ready', 'ready, in the queue'],
  ['waiting', 'waiting'],
  ['result', 'done'],
];

/** @type {[import('./run.js').Mark['kind'], string][]} */
const LEGEND_MARKS = [
  ['cancelled', 'cancelled'],
  ['exception', 'exception'],
  ['cancel', 'cancel asked'],
  ['delivered', 'cancel delivered'],
  ['timeout', 'timeout'],
];

/** @param {Scene} scene */
export function frameView(scene) {
  const { tab, narrow, language } = scene.ui;
  // What scrolls can be scrolled by keyboard.
  const tabindex = narrow ? 0 : undefined;
  return h(
    'div',
    { class: 'frame' },
    h(
      'div',
      { class: 'layout', 'data-tab': tab, 'data-language': language },
      tabs(scene),
      h(
        'div',
        { class: 'text-column' },
        h('div', { class: 'pane lesson-pane scrolls', tabindex: 0 }, proseView(scene)),
        h('div', { class: 'pane knobs-pane scrolls', tabindex }, knobsView(scene)),
      ),
      h('div', { class: 'pane code-pane' }, failureView(scene), codeView(scene)),
      h(
        'div',
        { class: 'side scrolls', tabindex: 0 },
        h('div', { class: 'pane loop-pane', tabindex }, loopView(scene)),
        h('div', { class: 'pane waits-pane', tabindex }, waitsView(scene)),
        h('div', { class: 'pane output-pane', tabindex }, outputView(scene)),
      ),
      h(
        'div',
        { class: 'dock' },
        questionView(scene),
        h('div', { class: 'pane why-pane' }, whyView(scene)),
        h('div', { class: 'pane stepper-pane' }, stepperView(scene)),
        compareView(scene),
        historyView(scene),
      ),
    ),
    noticeView(scene),
    helpView(scene),
    scene.exporting.dialog?.exportView(scene),
  );
}

/** @param {Scene} scene */
function noticeView({ ui }) {
  const undo = ui.undo && h('button', { type: 'button', onclick: ui.undo }, 'Undo');
  return h('div', { class: 'notice' }, h('span', { role: 'status' }, ui.notice), undo);
}

/** The tasks and their lanes share rows, the slider and the lanes an axis. @param {Scene} scene */
function historyView(scene) {
  const { all } = rowsOf(scene);
  return h(
    'div',
    { class: 'history-pane' },
    h(
      'div',
      { class: 'slider-row' },
      legend(scene),
      h('div', { class: 'lanes-column' }, sliderView(scene)),
      scene.ui.narrow && unitSelect(scene),
    ),
    h(
      'div',
      {
        class: 'rows',
        style: { '--row': `${rowHeight(Boolean(scene.comparison))}px` },
        'data-compared': scene.comparison ? '' : undefined,
        tabindex: scene.ui.narrow ? 0 : undefined,
      },
      h(
        'div',
        { class: 'row-window', style: { '--rows': String(all) } },
        tasksView(scene),
        timelineView(scene),
      ),
      h('div', { class: 'axis-row' }, timelineTools(scene), axisView(scene)),
    ),
  );
}

/** @param {Scene} scene */
function timelineTools(scene) {
  const { actions, exporting } = scene;
  return h(
    'div',
    { class: 'timeline-tools' },
    tableButton(scene, 'timeline', 'Timeline as a table'),
    h('button', { type: 'button', class: 'quiet', onclick: exporting.open }, 'Export'),
    h(
      'button',
      { type: 'button', class: 'quiet', onclick: () => actions.toggleHelp(true) },
      'Keys',
    ),
    h(
      'span',
      { class: 'axis-names', 'aria-hidden': 'true' },
      h('span', null, 'callback'),
      h('span', null, 'loop time'),
    ),
  );
}

/** Only what occurs in what is shown. @param {Scene} scene */
function legend(scene) {
  const scenes = rowsOf(scene).groups.map((group) => group.scene);
  const occurs = (/** @type {import('./run.js').Mark['kind']} */ kind) =>
    scenes.some(({ run, position, masked }) => {
      const first = run.marks.get(kind);
      return first !== undefined && (first <= position || !masked);
    });
  return h(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    LEGEND_STATES.map(([state, words]) => h('li', { key: state }, stateSwatch(state), words)),
    LEGEND_MARKS.filter(([kind]) => occurs(kind)).map(([kind, words]) =>
      h(
        'li',
        { key: kind },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, MARK_SIGN[kind]),
        words,
      ),
    ),
  );
}

/** @param {Scene} scene */
function tabs(scene) {
  const { ui, actions, comparison } = scene;
  const all = comparison ? [...TABS, COMPARE_TAB] : TABS;
  return h(
    'div',
    { class: 'tabs', role: 'group', 'aria-label': 'Panels' },
    all.map(([value, text]) =>
      h(
        'button',
        {
          type: 'button',
          key: value,
          'data-tab': value,
          'aria-pressed': String(ui.tab === value),
          onclick: () => actions.setTab(value),
        },
        text,
      ),
    ),
  );
}

/** @param {Scene} scene */
function failureView({ failure }) {
  return failure && h('p', { class: 'failure', role: 'alert', key: 'failure' }, failure);
}
