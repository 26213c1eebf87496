/** Text, knobs, loop, waits, output. */
import { css } from './css.js';

export const panels = css`
  .panel-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
  }

  .panel-head .values,
  .panel-head .code-tools {
    margin-inline-start: auto;
  }

  .values {
    display: flex;
    align-items: center;
    gap: 2px;
  }

  .values .segmented button {
    padding: 0 8px;
  }

  .values .quiet {
    padding: 0 4px;
    white-space: nowrap;
  }

  .panel-head .quiet[aria-pressed] {
    min-block-size: 24px;
  }

  .as-table {
    inline-size: 100%;
    margin-block-start: 4px;
    border-collapse: collapse;
    font-size: 12px;
    line-height: 16px;
  }

  .as-table :is(th, td) {
    padding: 3px 8px 3px 0;
    border-block-end: 1px solid var(--line);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  .as-table thead th {
    color: var(--ink-2);
    overflow-wrap: normal;
  }

  .as-table tbody th {
    font-family: var(--mono);
    font-weight: 600;
  }

  .section-number {
    margin-block-end: 8px;
    color: var(--ink-2);
    font-weight: 600;
  }

  .prose-text {
    font-size: 15px;
    line-height: 23.5px;
    overflow-wrap: break-word;
  }

  .prose-text > * {
    margin-block: 12px 0;
  }

  .prose-text pre {
    padding: 10px 12px;
    border-radius: 6px;
    background: var(--sunk);
    font-size: 12.5px;
    line-height: 19px;
    overflow-x: auto;
  }

  .prose-text :is(ul, ol) {
    padding-inline-start: 1.3em;
    list-style: revert;
  }

  .prose-text a {
    color: var(--accent);
  }

  .prose-text table {
    border-collapse: collapse;
    font-size: 13px;
  }

  .prose-text :is(th, td) {
    padding: 4px 10px 4px 0;
    border-block-end: 1px solid var(--line);
    text-align: start;
  }

  .knob {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 2px 12px;
    margin-block-start: 10px;
  }

  .knob label {
    grid-column: 1 / -1;
  }

  .knob input[type='range'] {
    inline-size: 100%;
    min-block-size: 28px;
    margin: 0;
    accent-color: var(--accent);
  }

  .number-field {
    inline-size: 76px;
    min-block-size: 32px;
    padding: 0 6px;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--surface);
    font-weight: 600;
    text-align: center;
  }

  .switch-knob {
    grid-template-columns: minmax(0, 1fr) auto auto;
  }

  .switch-knob label {
    grid-column: auto;
  }

  .switch-words {
    font-weight: 600;
  }

  .switch {
    appearance: none;
    position: relative;
    inline-size: 44px;
    block-size: 26px;
    margin: 4px 0;
    border: 1.5px solid var(--edge);
    border-radius: 13px;
    background: var(--surface);
    cursor: pointer;
  }

  .switch::before {
    content: '';
    position: absolute;
    inset: 3px auto 3px 3px;
    inline-size: 17px;
    border-radius: 50%;
    background: var(--edge);
    transition: translate var(--quick);
  }

  .switch:checked {
    border-color: var(--accent);
    background: var(--accent);
  }

  .switch:checked::before {
    background: var(--on-accent);
    translate: 18px;
  }

  .clock {
    margin-inline-start: auto;
    color: var(--ink-2);
  }

  .clock b {
    color: var(--ink);
    font-size: 20px;
    font-variant-numeric: tabular-nums;
  }

  .loop-state {
    min-block-size: 18px;
    color: var(--ink-2);
    font-size: 12px;
    overflow-wrap: anywhere;
  }

  .ready {
    display: grid;
    grid-template-columns: minmax(84px, 38%) auto minmax(0, 1fr);
    gap: 0 6px;
    margin-block-start: 10px;
  }

  .ready:has(table) {
    display: block;
  }

  .ready:has(table) .running-slot {
    margin-block-end: 8px;
  }

  .ready:has(table) .feeds {
    display: none;
  }

  .running-slot,
  .queue-slot {
    min-inline-size: 0;
  }

  .feeds {
    align-self: center;
    padding-block-start: 18px;
  }

  .queue {
    display: flex;
    gap: 6px;
    overflow-x: auto;
    scrollbar-width: thin;
  }

  .queue > li {
    flex: 0 0 auto;
    max-inline-size: min(190px, 100%);
  }

  .card {
    display: grid;
    align-content: center;
    justify-items: start;
    gap: 0;
    inline-size: 100%;
    min-block-size: 52px;
    margin-block-start: 4px;
    padding: 4px 10px;
    border: 1.5px solid var(--ink);
    border-radius: 6px;
    background: var(--surface);
    text-align: start;
  }

  .card .who {
    font: 600 13px/18px var(--mono);
    overflow-wrap: anywhere;
  }

  .card .what {
    color: var(--ink-2);
    font-size: 12px;
    line-height: 16px;
  }

  .card .next {
    color: var(--accent);
  }

  .card[data-state='running'] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }

  .card[data-state='running'] .what {
    color: inherit;
  }

  .card[data-state='ready'] {
    padding-inline-start: 20px;
    background:
      linear-gradient(var(--surface), var(--surface)) 12px 0 / 100% 100% no-repeat,
      var(--hatch);
  }

  .card[data-cancelled] .who {
    text-decoration: line-through;
  }

  .card.empty {
    border: 1px dashed var(--edge);
    background: transparent;
    color: var(--ink-2);
    font-size: 12px;
  }

  .timers {
    margin-block-start: 14px;
  }

  .timer-list li {
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 8px;
    min-block-size: 32px;
  }

  .deadline,
  .remaining {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .remaining {
    font-size: 12px;
  }

  .purpose {
    font-size: 12px;
    line-height: 16px;
    overflow-wrap: anywhere;
  }

  .chains {
    display: grid;
    gap: 10px;
    margin-block-start: 8px;
  }

  .node {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }

  .leaf {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }

  .below {
    margin-inline-start: 14px;
    padding-inline-start: 18px;
  }

  .below > li {
    position: relative;
    padding-block-start: 8px;
  }

  .below > li::before {
    content: '';
    position: absolute;
    inset: 0 auto auto -18px;
    inline-size: 14px;
    block-size: 20px;
    border: solid var(--ink);
    border-width: 0 0 1.5px 1.5px;
    border-end-start-radius: 6px;
  }

  .below > li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset: 0 auto 0 -18px;
    border-inline-start: 1.5px solid var(--ink);
  }

  .wall {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block-start: 8px;
  }

  .bricks {
    flex: 1;
    block-size: 17px;
    border: 1.5px solid var(--ink);
    background:
      linear-gradient(var(--ink), var(--ink)) 0 50% / 100% 1.5px no-repeat,
      repeating-linear-gradient(90deg, transparent 0 19px, var(--ink) 19px 20.5px) 0 0 / 100% 50%
        no-repeat,
      repeating-linear-gradient(
          90deg,
          transparent 0 9px,
          var(--ink) 9px 10.5px,
          transparent 10.5px 20.5px
        )
        0 100% / 100% 50% no-repeat;
  }

  .wall[data-hit] {
    padding-block-start: 16px;
    position: relative;
  }

  .wall[data-hit]::before {
    content: '';
    position: absolute;
    inset: -6px auto auto 30px;
    inline-size: 5px;
    block-size: 22px;
    background: var(--ink);
  }

  .wall[data-hit]::after {
    content: '';
    position: absolute;
    inset: 12px auto auto 22px;
    inline-size: 21px;
    block-size: 4px;
    background: var(--ink);
  }

  .wall[data-hit] small {
    color: var(--ink);
    font-weight: 600;
  }

  .cancel-arrow {
    position: relative;
    z-index: 1;
    padding: 1px 8px;
    background: var(--ink);
    color: var(--surface);
    clip-path: polygon(0 0, calc(100% - 8px) 0, 100% 50%, calc(100% - 8px) 100%, 0 100%);
    padding-inline-end: 16px;
    font-size: 12px;
    font-weight: 600;
  }

  .output {
    padding-block-end: 12px;
  }

  .output-lines {
    margin: 6px -8px 0;
    font: 12.5px/19px var(--mono);
  }

  .output-lines li {
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr);
    gap: 0 10px;
    padding: 1px 8px;
    border-radius: 3px;
  }

  .output-lines li[data-now] {
    background: var(--soft);
  }

  .output-lines .printed {
    grid-column: 3;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .output-lines .when {
    grid-column: 1;
    align-items: start;
    min-block-size: 24px;
    margin-block: -2px -3px;
    padding: 2px 2px 0;
    border: 0;
    background: transparent;
    color: var(--ink-2);
  }

  .output-lines li[data-now] .when {
    color: var(--accent);
    font-weight: 700;
  }

  .stream {
    grid-column: 2;
    padding-inline: 4px;
    border: 1px solid var(--edge);
    border-radius: 3px;
    font-size: 11px;
    line-height: 16px;
    block-size: 18px;
  }

  @container lesson (width >= 700px) {
    /* The clock, and whose values the knobs have, stay while what is below them scrolls. */
    .loop .panel-head,
    .knobs .panel-head {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      margin-block-start: -12px;
      padding-block-start: 12px;
      background: var(--surface);
    }
  }

  @container lesson (width >= 1180px) {
    .knobs .panel-head {
      /* A pane that scrolls by itself counts from within its padding. */
      inset-block-start: -12px;
      background: var(--paper);
    }
  }

  @container lesson (width < 700px) {
    .segmented button {
      min-inline-size: 44px;
    }

    .knob input[type='range'],
    .number-field {
      min-block-size: 44px;
    }

    .segmented button,
    .export button,
    .export ::file-selector-button,
    button.quiet,
    .panel-head .quiet[aria-pressed],
    .card,
    .token:is(button),
    .output-lines .when {
      min-block-size: 44px;
    }

    .output-lines .when {
      min-inline-size: 44px;
    }

    .switch-knob {
      min-block-size: 44px;
    }

    .switch::after {
      content: '';
      position: absolute;
      inset: -12px -8px;
    }
  }
`;
