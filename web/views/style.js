/** The component's one style sheet, shared by all its instances in a document. */
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

const css = [base, states, layout, panels, code, stepper, question, history, compare, print].join(
  '\n',
);

/** Each document takes only sheets of its own. @type {WeakMap<Document, CSSStyleSheet>} */
const sheets = new WeakMap();

/** @param {Document} document that is shown */
export function styleSheet(document) {
  const known = sheets.get(document);
  if (known) return known;
  const { CSSStyleSheet } = /** @type {typeof globalThis} */ (document.defaultView);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.set(document, sheet);
  return sheet;
}
