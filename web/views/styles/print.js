/** On paper: the text, the code, and the run as tables. */
import { css } from './css.js';

export const print = css`
  @media print {
    :host,
    .frame,
    .layout {
      display: block;
      block-size: auto;
      overflow: visible;
    }

    .text-column,
    .code-pane,
    .side,
    .dock {
      display: block;
      border: 0;
      background: none;
    }

    .scrolls,
    .listings,
    .rows {
      max-block-size: none;
      overflow: visible;
    }

    .code-head,
    .stepper-pane,
    .slider-row,
    .why-buttons,
    .knobs-pane,
    .tabs {
      display: none;
    }

    .side {
      columns: 2;
    }
  }
`;
