/**
 * Where the panels are. The widths are the component's own, not the window's: it may be embedded.
 */
import { css } from './css.js';

export const layout = css`
  .frame {
    position: relative;
    container: lesson / inline-size;
    block-size: 100%;
    overflow: hidden auto;
  }

  /* In a window that is lower than this, the frame scrolls. */
  .layout {
    display: grid;
    block-size: 100%;
    min-block-size: 600px;
    grid-template:
      'text code side' minmax(0, 1fr)
      'knobs dock dock' auto / 296px minmax(0, 1fr) 312px;
  }

  .pane {
    min-inline-size: 0;
    min-block-size: 0;
  }

  .scrolls {
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .tabs {
    display: none;
  }

  .text-column {
    display: grid;
    grid-row: 1 / 3;
    grid-column: 1;
    grid-template-rows: minmax(45%, 1fr) minmax(0, auto);
    min-block-size: 0;
    border-inline-end: 1px solid var(--line);
    background: var(--paper);
  }

  .lesson-pane {
    padding: 24px 20px;
  }

  .knobs-pane {
    padding: 12px 20px 16px;
    border-block-start: 1px solid var(--line);
  }

  .code-pane {
    display: flex;
    grid-area: code;
    flex-direction: column;
  }

  .side {
    display: flex;
    grid-area: side;
    flex-direction: column;
    min-block-size: 0;
    border-inline-start: 1px solid var(--line);
  }

  .side .pane {
    flex: none;
    padding: 12px 20px;
    overflow: visible;
  }

  .dock {
    grid-area: dock;
    min-inline-size: 0;
    padding: 0 24px 10px;
    border-block-start: 1px solid var(--line);
  }

  .stepper-pane {
    border-block-start: 1px solid var(--line);
  }

  .failure {
    margin: 10px 16px 0;
    padding: 10px 14px;
    border: 1.5px solid var(--ink);
    border-inline-start-width: 6px;
    border-radius: 6px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  /* One listing leaves room for the text; of two, each line takes what it can get. */
  @container lesson (width >= 1400px) {
    .layout {
      grid-template-columns: 372px minmax(0, 1fr) 340px;
    }

    .layout[data-language='both'] {
      grid-template-columns: 300px minmax(0, 1fr) 300px;
    }
  }

  @container lesson (width >= 1700px) {
    .layout {
      grid-template-columns: 440px minmax(0, 1fr) 400px;
    }

    .layout[data-language='both'] {
      grid-template-columns: 360px minmax(0, 1fr) 360px;
    }
  }

  /* Tablets: text, loop and knobs share the column beside the code. */
  @container lesson (width < 1180px) {
    .layout {
      grid-template:
        'code tabs' auto
        'code panel' minmax(0, 1fr)
        'dock dock' auto / minmax(0, 1fr) minmax(300px, 42%);
    }

    .text-column {
      display: contents;
    }

    .tabs {
      display: flex;
      grid-area: tabs;
      border-inline-start: 1px solid var(--line);
      border-block-end: 1px solid var(--line);
      background: var(--paper);
    }

    .tabs button {
      flex: 1;
      min-block-size: 44px;
      padding: 0 6px;
      border: 0;
      border-block-end: 3px solid transparent;
      border-radius: 0;
      background: transparent;
      color: var(--ink-2);
    }

    .tabs button[aria-pressed='true'] {
      border-color: var(--accent);
      color: var(--ink);
      font-weight: 600;
    }

    .tabs [data-tab='waits'],
    .tabs [data-tab='tasks'],
    .tabs [data-tab='output'],
    .tabs [data-tab='compare'] {
      display: none;
    }

    .lesson-pane,
    .knobs-pane,
    .side {
      grid-area: panel;
      max-block-size: none;
      border: 0;
      border-inline-start: 1px solid var(--line);
      background: var(--surface);
    }

    .layout:not([data-tab='lesson']) .lesson-pane,
    .layout:not([data-tab='knobs']) .knobs-pane,
    .layout:is([data-tab='lesson'], [data-tab='knobs']) .side {
      display: none;
    }
  }

  /* Phones: code, why, slider and buttons stay; all else is a tab. */
  @container lesson (width < 700px) {
    .layout {
      grid-template:
        'code' minmax(146px, 6fr)
        'question' auto
        'why' auto
        'tabs' auto
        'panel' minmax(84px, 5fr)
        'slider' auto
        'stepper' auto / minmax(0, 1fr);
      min-block-size: 500px;
    }

    .layout:has(.question) {
      grid-template-rows: minmax(150px, 3fr) auto auto auto minmax(40px, 1fr) auto auto;
      min-block-size: 610px;
    }

    .side,
    .dock,
    .history-pane {
      display: contents;
    }

    .tabs {
      border: solid var(--line);
      border-width: 1px 0;
      overflow-x: auto;
      scrollbar-width: none;
    }

    .tabs button {
      flex: 1 0 auto;
      min-inline-size: 44px;
      font-size: 12.5px;
    }

    .tabs [data-tab='waits'],
    .tabs [data-tab='tasks'],
    .tabs [data-tab='output'],
    .tabs [data-tab='compare'] {
      display: inline-flex;
    }

    .lesson-pane,
    .knobs-pane,
    .side .pane,
    .rows {
      grid-area: panel;
      padding: 14px 16px;
      border: 0;
      overflow: auto;
    }

    .layout:not([data-tab='lesson']) .lesson-pane,
    .layout:not([data-tab='knobs']) .knobs-pane,
    .layout:not([data-tab='loop']) .loop-pane,
    .layout:not([data-tab='waits']) .waits-pane,
    .layout:not([data-tab='output']) .output-pane,
    .layout:not([data-tab='tasks']) .rows {
      display: none;
    }

    .question-pane {
      grid-area: question;
      padding-inline: 16px;
    }

    .why-pane {
      grid-area: why;
      min-block-size: auto;
      padding-inline: 16px;
      border-block-start: 1px solid var(--line);
    }

    .stepper-pane {
      grid-area: stepper;
      padding: 0 8px 8px;
      border: 0;
    }

    .slider-row {
      grid-area: slider;
      padding-inline: 16px;
      border-block-start: 1px solid var(--line);
    }
  }
`;
