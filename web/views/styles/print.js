/** On paper: the text, both listings, and the moment that is shown. */
import { css } from './css.js';

export const print = css`
  @media print {
    :host {
      block-size: auto;
      color-scheme: light !important;
    }

    /* The widths of a screen say nothing here. */
    .frame {
      container: none;
      block-size: auto;
      overflow: visible;
      print-color-adjust: exact;
    }

    .layout,
    .text-column,
    .code-pane,
    .side,
    .dock {
      display: block;
      block-size: auto;
      min-block-size: 0;
      padding: 0;
      border: 0;
      background: none;
    }

    .layout .pane,
    .side .pane {
      padding: 0;
      border: 0;
      background: none;
    }

    .scrolls,
    .listings,
    .rows {
      max-block-size: none !important;
      overflow: visible;
    }

    .code .listings {
      display: block;
    }

    .code .listing {
      margin-block-start: 20px;
    }

    .code-head,
    .partner,
    .stepper-pane,
    .slider-row,
    .why-buttons,
    .compare-buttons,
    .knobs-pane,
    .panel-head button,
    .timeline-tools,
    .notice,
    .question,
    .tabs {
      display: none !important;
    }

    .queue {
      flex-wrap: wrap;
      overflow: visible;
    }

    .tasks td > span,
    .tasks small {
      max-block-size: none;
      white-space: normal;
    }

    .row-window,
    .axis-row {
      display: block;
      min-block-size: 0;
    }

    .tasks table,
    .lane-list {
      margin: 0;
      padding: 0;
    }

    .lane[data-name]::before {
      display: block;
    }

    .lane[data-name] .segment {
      margin-block-start: 4px;
    }

    .side {
      columns: 2;
      column-gap: 32px;
      margin-block: 24px;
    }

    .side .pane,
    .history-pane,
    .line {
      break-inside: avoid;
    }

    .listing-title,
    .why-pane {
      break-after: avoid;
    }

    .side .pane {
      margin-block-end: 16px;
    }

    .axis-row,
    .tasks thead th,
    .listing-title {
      position: static;
    }
  }
`;
