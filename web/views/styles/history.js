/** Slider, tasks and lanes: the slider and the lanes share an axis, the tasks and the lanes rows. */
import { css } from './css.js';

export const history = css`
  .slider-row,
  .row-window,
  .axis-row {
    display: grid;
    grid-template-columns: minmax(340px, 37%) minmax(0, 1fr);
    column-gap: 20px;
  }

  .slider-row {
    align-items: end;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
    padding-block-end: 6px;
    color: var(--ink-2);
    font-size: 12px;
  }

  .sign {
    display: inline-block;
    inline-size: 16px;
    margin-inline-end: 5px;
    border-radius: 3px;
    background: var(--ink);
    color: var(--surface);
    font-size: 11px;
    line-height: 14px;
    text-align: center;
  }

  .moments {
    position: relative;
    block-size: 22px;
  }

  .moment {
    position: absolute;
    inset: 0 auto 0 calc(var(--at) * 100%);
    justify-content: flex-start;
    min-block-size: 22px;
    padding: 0;
    border: 0;
    background: transparent;
    color: var(--ink-2);
    font-size: 12px;
    line-height: 16px;
    white-space: nowrap;
    translate: -50%;
  }

  .moment[data-edge='start'] {
    translate: 0;
  }

  .moment[data-edge='end'] {
    translate: -100%;
  }

  .moment:not([data-named]) {
    inline-size: 8px;
  }

  .moment:not([data-named]) span {
    display: none;
  }

  .moment[data-now] {
    color: var(--accent);
    font-weight: 700;
  }

  .moment::after {
    content: '';
    position: absolute;
    inset: calc(100% + 4px) auto auto 50%;
    z-index: 1;
    inline-size: 1.5px;
    block-size: 14px;
    background: var(--ink);
    pointer-events: none;
  }

  .moment[data-edge='start']::after {
    inset-inline-start: 0;
  }

  .moment[data-edge='end']::after {
    inset-inline-start: calc(100% - 1.5px);
  }

  .track {
    position: relative;
    block-size: 24px;
    cursor: pointer;
    touch-action: none;
  }

  .track input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    margin: 0;
    opacity: 0;
    pointer-events: none;
  }

  .rail {
    position: absolute;
    inset: 10px auto auto 0;
    inline-size: calc(var(--end) * 100%);
    block-size: 4px;
    border-radius: 2px;
    background: linear-gradient(var(--accent), var(--accent)) 0 /
      calc(var(--at) / var(--end) * 100%) 100% no-repeat var(--line);
  }

  .thumb {
    position: absolute;
    inset: 3px auto auto calc(var(--at) * 100%);
    z-index: 2;
    inline-size: 18px;
    block-size: 18px;
    border: 2px solid var(--surface);
    border-radius: 50%;
    background: var(--accent);
    box-shadow: 0 0 0 1.5px var(--accent);
    translate: -50%;
  }

  .track input:focus-visible ~ .thumb {
    outline: 2px solid var(--accent);
    outline-offset: 3px;
  }

  .rows {
    max-block-size: calc(4 * 44px + 62px);
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .row-window {
    align-items: start;
    min-block-size: calc(var(--rows) * var(--row) + 24px);
  }

  .tasks table {
    inline-size: 100%;
    border-collapse: collapse;
  }

  .tasks table {
    margin-block-start: calc(var(--first) * var(--row));
    table-layout: fixed;
  }

  .tasks thead th:first-child {
    inline-size: 27%;
  }

  .tasks thead th:last-child {
    inline-size: 22%;
  }

  .tasks thead th {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    block-size: 24px;
    padding: 0;
    background: var(--surface);
    color: var(--ink-2);
    font-size: 12px;
    font-weight: 400;
    text-align: start;
  }

  .tasks tbody tr {
    block-size: var(--row);
    border-block-start: 1px solid var(--line);
  }

  .tasks :is(tbody th, td) {
    padding: 2px 8px 2px 0;
    font-weight: 400;
    line-height: 16px;
    text-align: start;
    vertical-align: middle;
    overflow-wrap: anywhere;
  }

  .tasks td > span,
  .tasks small {
    display: block;
    max-block-size: 20px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .tasks .state {
    font-weight: 600;
  }

  .tasks .no {
    color: var(--ink-2);
  }

  .tasks .token {
    display: inline-block;
    min-block-size: 22px;
    line-height: 19px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .not-yet td {
    color: var(--ink-2);
    font-size: 12px;
  }

  .lanes {
    position: relative;
    margin-block-start: 24px;
    cursor: pointer;
  }

  .instants {
    position: absolute;
    inset: 0;
  }

  .instant {
    position: absolute;
    inset-block: 0;
    background: var(--sunk);
  }

  .lane-list {
    position: relative;
    padding-block-start: calc(var(--first) * var(--row));
  }

  .lane {
    position: relative;
    block-size: var(--row);
    border-block-start: 1px solid var(--line);
  }

  /* Where the table with the names is not beside it. */
  .lane[data-name]::before {
    content: attr(data-name);
    position: absolute;
    inset: 0 auto auto 2px;
    z-index: 3;
    display: none;
    color: var(--ink-2);
    font: 11px/12px var(--mono);
  }

  .lane[data-selected] {
    box-shadow: inset 0 0 0 1.5px var(--accent);
  }

  .segment {
    position: absolute;
    inset-block-start: calc(var(--row) / 2 - 11px);
    display: block;
    min-inline-size: 2px;
    block-size: 21px;
    border: 1.5px solid var(--ink);
    border-radius: 3px;
    font-size: 11px;
    line-height: 18px;
    text-align: center;
    white-space: nowrap;
  }

  .segment[data-state='running'] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 700;
  }

  .segment[data-state='ready'] {
    background: var(--hatch), var(--surface);
  }

  .segment[data-state='waiting'] {
    inset-block-start: calc(var(--row) / 2 - 1px);
    block-size: 0;
    border-width: 2px 0 0;
    border-style: dotted;
    border-radius: 0;
  }

  .segment[data-state='waiting'] .segment-text {
    position: relative;
    inset-block-start: -19px;
    color: var(--ink-2);
  }

  .mark {
    position: absolute;
    inset-block-start: calc(var(--row) / 2 - 10px);
    z-index: 1;
    inline-size: 18px;
    block-size: 18px;
    border: 1.5px solid var(--ink);
    border-radius: 50%;
    background: var(--surface);
    color: var(--ink);
    font-size: 11px;
    font-weight: 700;
    line-height: 15px;
    text-align: center;
    translate: -1px;
  }

  .mark:is([data-kind='cancel'], [data-kind='delivered'], [data-kind='timeout']) {
    inset-block-start: 0;
    border-radius: 3px;
    background: var(--ink);
    color: var(--surface);
    translate: -50%;
  }

  .veil {
    position: absolute;
    inset: 0 -8px 0 calc(var(--now) * 100%);
    z-index: 2;
    background: color-mix(in srgb, var(--surface) 62%, transparent);
    pointer-events: none;
  }

  [data-masked] > .veil,
  [data-masked] > .lanes > .veil {
    background: var(--sunk);
  }

  /* What is covered tells nothing under the pointer either. */
  [data-masked] :is(.strip, .axis-times) {
    pointer-events: none;
  }

  .cursor {
    position: absolute;
    inset: -24px auto 0 calc(var(--now) * 100%);
    z-index: 3;
    inline-size: 2px;
    background: var(--accent);
    pointer-events: none;
    translate: -50%;
  }

  .axis-row {
    position: sticky;
    inset-block-end: 0;
    z-index: 4;
    padding-block-start: 2px;
    background: var(--surface);
  }

  .timeline-tools {
    display: flex;
    align-items: start;
    justify-content: space-between;
  }

  .axis-names {
    display: grid;
    justify-items: end;
    color: var(--ink-2);
    font-size: 12px;
    line-height: 17px;
  }

  .axis {
    position: relative;
    color: var(--ink-2);
    font-size: 12px;
    line-height: 17px;
  }

  .axis-callbacks,
  .axis-times {
    position: relative;
    block-size: 17px;
  }

  .time {
    position: absolute;
    inset-block-start: 0;
    text-align: center;
    white-space: nowrap;
  }

  .tick {
    position: absolute;
    inset: 0 auto auto min(var(--at) * 100%, 100% - 8px);
    translate: -50%;
  }

  .tick[data-now] {
    padding-inline: 3px;
    background: var(--surface);
    color: var(--accent);
    font-weight: 700;
  }

  .time {
    block-size: 17px;
    border-block-start: 2px solid var(--ink);
  }

  .time b {
    color: var(--ink);
  }

  .time[data-gap] {
    border-block-start: 1.5px dotted var(--edge);
  }

  .time[data-gap='blocked'] {
    border-block-start: 2px solid var(--accent);
  }

  /* In a low window, and beside a question, rows make room for the code. */
  @container lesson (width >= 700px) {
    .layout:has(.question) .rows {
      max-block-size: calc(2.6 * var(--row) + 62px);
    }

    @media (height < 820px) {
      .rows {
        max-block-size: calc(3.3 * 44px + 62px);
      }

      .layout:has(.question) .rows {
        max-block-size: calc(2.3 * var(--row) + 62px);
      }
    }
  }

  @container lesson (width < 700px) {
    .slider-row {
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
    }

    .legend {
      display: none;
    }

    /* The track below it is what a finger takes. */
    .moments {
      block-size: 20px;
      pointer-events: none;
    }

    .moment:not([data-edge], [data-now]) span {
      display: none;
    }

    .track {
      block-size: 44px;
      margin-block-start: -8px;
    }

    .rail {
      inset-block-start: 20px;
    }

    .thumb {
      inset-block-start: 13px;
    }

    .moment::after {
      inset-block-start: calc(100% + 4px);
    }

    .rows {
      max-block-size: none;
    }

    .row-window {
      display: block;
      min-block-size: 0;
    }

    .tasks table {
      margin: 0;
    }

    .tasks thead th {
      padding-inline-end: 6px;
    }

    .tasks thead th:last-child {
      inline-size: 14%;
      padding: 0;
    }

    .tasks td {
      padding-inline-end: 2px;
    }

    .tasks .token:is(button) {
      min-block-size: 44px;
      min-inline-size: 44px;
    }

    .timeline {
      margin-block-start: 18px;
    }

    .lane-list {
      padding: 0;
    }

    .lane[data-name]::before {
      display: block;
    }

    .lane[data-name] .segment {
      margin-block-start: 4px;
    }

    .axis-row {
      position: static;
      display: block;
    }

    .axis,
    .axis-names {
      display: none;
    }
  }
`;
