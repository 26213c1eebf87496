/** Two runs: in words, on one axis, and as a table. */
import { css } from './css.js';

export const compare = css`
  .compare-tools {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-block-start: 14px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--line);
  }

  .compare-tools .pair {
    flex: 1;
    justify-content: flex-start;
    padding: 2px 8px;
    font-size: 12px;
    line-height: 15px;
    text-align: start;
  }

  .pair-of {
    color: var(--ink-2);
  }

  .compare {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 16px;
    padding-block: 8px;
    border-block-start: 1px solid var(--line);
  }

  .compare-line {
    flex: 1 1 24rem;
    font-size: 14px;
    line-height: 20px;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  .compare-buttons {
    display: flex;
    gap: 6px;
  }

  .compare .as-table tbody th,
  .run-name {
    font: inherit !important;
    font-weight: 600 !important;
  }

  .total-bar {
    display: block;
    inline-size: calc(var(--share) * 100%);
    min-inline-size: 2px;
    block-size: 4px;
    margin-block: 3px;
    background: var(--ink);
  }

  .rows[data-compared] {
    max-block-size: min(8 * var(--row) + 66px, 36vh);
  }

  .rows[data-compared] .segment[data-state='waiting'] .segment-text {
    inset-block-start: -16px;
    line-height: 14px;
  }

  .rows[data-compared] .tasks small {
    display: none;
  }

  .run-heading th {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .total-rule {
    position: absolute;
    inset: 50% auto auto 0;
    border: solid var(--ink);
    border-width: 0 2px 0 0;
    block-size: 16px;
    translate: 0 -8px;
  }

  .total-rule::before {
    content: '';
    position: absolute;
    inset: 7px 0 auto;
    border-block-start: 2px solid var(--ink);
  }

  .total-words {
    position: absolute;
    inset: -1px 12px auto auto;
    padding-inline: 6px;
    background: var(--surface);
    font-weight: 600;
    line-height: 18px;
    white-space: nowrap;
  }

  .mark[data-kind='differs'] {
    inset-block-start: calc(50% - 9px);
    border-radius: 3px;
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    translate: -50%;
  }

  @container lesson (width < 1180px) {
    .compare-buttons button,
    .compare-tools button {
      min-block-size: 44px;
    }
  }

  @container lesson (width < 700px) {
    .compare {
      grid-area: panel;
      align-content: start;
      padding: 14px 16px;
      border: 0;
      overflow: auto;
    }

    .compare-line {
      flex-basis: 100%;
    }

    .layout:not([data-tab='compare']) .compare {
      display: none;
    }
  }
`;
