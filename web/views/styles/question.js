/** The question, what there is to choose from, and the verdict. */
import { css } from './css.js';

export const question = css`
  .question {
    display: grid;
    gap: 10px;
    margin: 10px 0 4px;
    padding: 12px 16px;
    border: 1.5px solid var(--accent);
    border-radius: 8px;
    background: var(--soft);
  }

  .question-text {
    font-size: 16px;
    font-weight: 600;
    line-height: 22px;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  .question-head {
    margin-inline-end: 6px;
    color: var(--accent);
    font-size: 13px;
    font-weight: 700;
  }

  .question code {
    overflow-wrap: anywhere;
  }

  .asking,
  .asking-end,
  .options,
  .number-answer,
  .verdict-buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }

  .asking {
    gap: 8px 20px;
  }

  .asking-end {
    flex: 1 0 auto;
    justify-content: end;
  }

  .options:empty {
    display: none;
  }

  .option {
    min-block-size: 36px;
    padding-block: 4px;
    text-align: start;
  }

  .option[aria-pressed='true'] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  .rank {
    display: inline-block;
    min-inline-size: 14px;
    color: var(--accent);
    font-weight: 700;
    font-variant-numeric: tabular-nums;
    text-align: center;
  }

  .question .quiet,
  .hint {
    color: var(--ink);
  }

  .hint {
    font-size: 12px;
  }

  .verdict {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: 10px 24px;
  }

  .verdict-words {
    max-inline-size: 62em;
    font-size: 14.5px;
    line-height: 21px;
    text-wrap: pretty;
  }

  .verdict-words .icon {
    margin-inline-end: 6px;
    vertical-align: -3px;
  }

  .comparison + .verdict-buttons {
    grid-area: 2 / 1;
  }

  .comparison {
    grid-area: 1 / 2 / 3 / 3;
    border-collapse: collapse;
  }

  .comparison th {
    padding: 0 14px 2px 8px;
    font-size: 12px;
    font-weight: 400;
    text-align: start;
  }

  .comparison td {
    padding: 1px 14px 2px 8px;
    border-inline-start: 3px solid transparent;
  }

  .comparison td > span {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
  }

  .comparison td code {
    flex: 0 1 auto;
    min-inline-size: 0;
  }

  .comparison tr[data-differs] td {
    border-inline-start: 3px double var(--ink);
    background: var(--surface);
    font-weight: 700;
  }

  .comparison small {
    font-weight: 400;
  }

  .still-open {
    margin-block-start: 8px;
  }

  .still-open .quiet {
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  .questions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    margin-block-start: 4px;
    color: var(--ink-2);
  }

  .question-list {
    display: flex;
    gap: 4px;
  }

  .question-way {
    min-inline-size: 28px;
    min-block-size: 28px;
    padding: 0;
    border-radius: 50%;
    color: var(--ink-2);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }

  .question-way[data-outcome='skipped'] {
    border-style: dashed;
    border-color: var(--edge);
  }

  .question-way:is([data-outcome='right'], [data-outcome='wrong']) {
    border-color: var(--edge);
    background: var(--soft);
    color: var(--ink);
  }

  .question-way[aria-current] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  .question-way .icon {
    inline-size: 12px;
    block-size: 12px;
  }

  @container lesson (width < 1180px) {
    .question button,
    .question .number-field,
    .still-open button,
    .question-way {
      min-inline-size: 44px;
      min-block-size: 44px;
    }
  }

  @container lesson (width < 700px) {
    /* It gives way and scrolls, so that code and buttons stay. */
    .question-pane {
      display: flex;
      flex-flow: column;
    }

    .question {
      min-block-size: 0;
      max-block-size: 34dvh;
      padding: 10px 12px;
      overflow: auto;
    }

    .question:has(.verdict) {
      max-block-size: 43dvh;
    }

    .question-text {
      font-size: 15px;
      line-height: 20px;
    }

    .option {
      flex: 1 1 auto;
      justify-content: start;
    }

    .asking-end {
      flex: 1 0 100%;
      justify-content: space-between;
    }

    .question-pane:has(.question) + .why-pane:not(:has(.return)) {
      display: none;
    }

    .asking-end button {
      margin-inline-start: auto;
    }

    .verdict {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }

    .verdict-buttons {
      position: sticky;
      inset-block-end: -10px;
      flex: 1 0 100%;
      padding-block: 6px;
      background: var(--soft);
    }

    .comparison td,
    .comparison th {
      padding-inline: 6px 8px;
    }

    .comparison td > span {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
    }

    .comparison small {
      grid-column: 2;
    }
  }
`;
