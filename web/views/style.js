/** The component's one style sheet, shared by all its instances on a page. */
import { base } from './styles/base.js';
import { code } from './styles/code.js';
import { compare } from './styles/compare.js';
import { history } from './styles/history.js';
import { layout } from './styles/layout.js';
import { panels } from './styles/panels.js';
import { print } from './styles/print.js';
import { question } from './styles/question.js';
import { states } from './styles/states.js';
import { stepper } from './styles/stepper.js';

/** @type {CSSStyleSheet | undefined} */
let sheet;

export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(
      [base, states, layout, panels, code, stepper, question, history, compare, print].join('\n'),
    );
  }
  return sheet;
}
