/** Colours, type and controls. Light and dark follow the page's `color-scheme`. */
import { css } from './css.js';

export const base = css`
  :host {
    --paper: light-dark(#f7f6f2, #121517);
    --surface: light-dark(#ffffff, #181c1e);
    --sunk: light-dark(#f0eee8, #22282a);
    --ink: light-dark(#1c1b18, #ecebe6);
    --ink-2: light-dark(#5a554b, #a9b0b0);
    --accent: light-dark(#0a5c66, #74d4d4);
    --on-accent: light-dark(#ffffff, #05282a);
    --soft: light-dark(#d8ecec, #163a3d);
    --line: light-dark(#dcd8ce, #2f3639);
    --edge: light-dark(#837c70, #7d888b);
    --string: light-dark(#7a4a12, #e2b781);
    --word: light-dark(#34406e, #a9b9ee);
    --hatch: repeating-linear-gradient(135deg, var(--ink) 0 1.5px, transparent 1.5px 5px);
    --mono:
      ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace;
    --quick: 200ms ease-out;
    display: block;
    block-size: 48rem;
  }

  /* What a page sets around it is not inherited either; whether it shows at all is. */
  .frame {
    all: initial;
    display: block;
    color-scheme: inherit;
    visibility: inherit;
    pointer-events: inherit;
    color: var(--ink);
    background: var(--surface);
    font:
      13px/18px -apple-system,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      'Liberation Sans',
      Arial,
      sans-serif;
    -webkit-text-size-adjust: none;
    text-size-adjust: none;
  }

  /* States are told by fills and patterns, which would be taken away: they get the user's colours. */
  @media (forced-colors: active) {
    :host {
      --paper: Canvas;
      --surface: Canvas;
      --sunk: Canvas;
      --ink: CanvasText;
      --ink-2: CanvasText;
      --accent: LinkText;
      --on-accent: Canvas;
      --soft: Canvas;
      --line: CanvasText;
      --edge: CanvasText;
      --string: CanvasText;
      --word: CanvasText;
    }

    .frame {
      forced-color-adjust: none;
    }
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  ol,
  ul {
    list-style: none;
  }

  h2 {
    font-size: 13px;
    line-height: 18px;
  }

  .lesson-title {
    font-size: 25px;
    line-height: 31px;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }

  h3 {
    color: var(--ink-2);
    font-size: 12px;
    font-weight: 400;
    line-height: 16px;
  }

  small {
    color: var(--ink-2);
    font-size: 12px;
    line-height: 16px;
  }

  /* A name may turn the direction of writing: not of what stands beside it. */
  code,
  span,
  button {
    unicode-bidi: isolate;
  }

  code,
  kbd {
    font-family: var(--mono);
    font-size: 0.92em;
  }

  button,
  select,
  input {
    color: inherit;
    font: inherit;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 34px;
    padding: 0 12px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--surface);
    cursor: pointer;
    touch-action: manipulation;
  }

  button:hover {
    border-color: var(--edge);
  }

  button[aria-disabled='true'] {
    color: var(--ink-2);
    border-color: var(--line);
    background: transparent;
    cursor: default;
  }

  button.primary:not([aria-disabled='true']) {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }

  button.quiet {
    min-block-size: 28px;
    padding: 0 8px;
    border-color: transparent;
    background: transparent;
    color: var(--ink-2);
    font-size: 12px;
  }

  button.quiet:hover,
  button.quiet[aria-pressed='true'] {
    border-color: var(--edge);
    color: var(--ink);
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .segmented {
    display: inline-flex;
    padding: 2px;
    border: 1px solid var(--line);
    border-radius: 7px;
    background: var(--sunk);
  }

  .segmented button {
    min-block-size: 28px;
    padding: 0 10px;
    border-color: transparent;
    background: transparent;
    color: var(--ink-2);
  }

  .segmented button[aria-pressed='true'] {
    border-color: var(--edge);
    background: var(--surface);
    color: var(--ink);
    font-weight: 600;
  }

  select {
    min-block-size: 34px;
    padding: 0 8px;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--surface);
  }

  .icon {
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .icon .filled {
    fill: currentColor;
  }

  .dial {
    flex: none;
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.5;
  }

  .dial .left {
    stroke: none;
    fill: var(--ink-2);
  }

  .none,
  .note,
  .more,
  .covered {
    color: var(--ink-2);
    font-size: 12px;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .notice {
    display: flex;
    align-items: center;
    gap: 16px;
    position: absolute;
    inset: auto 0 16px;
    z-index: 5;
    inline-size: fit-content;
    max-inline-size: 92%;
    margin-inline: auto;
    padding: 10px 16px;
    border-radius: 6px;
    background: var(--ink);
    color: var(--surface);
    pointer-events: none; /* what it covers can be clicked */
  }

  /* Still there for a screen reader, which announces what comes into it. */
  .notice:has(span:empty) {
    opacity: 0;
  }

  .notice button {
    pointer-events: auto;
    border-color: currentColor;
    background: transparent;
    color: inherit;
    font-weight: 600;
  }

  .notice button:focus-visible {
    outline-color: currentColor;
  }

  /* Above the slider and the buttons, which it would cover. */
  @container lesson (width < 700px) {
    .notice {
      inset-block-end: 124px;
    }
  }

  .help {
    gap: 14px;
    max-inline-size: 26rem;
    padding: 24px;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: var(--surface);
    color: inherit;
  }

  .help[open] {
    display: grid;
  }

  .help::backdrop {
    background: rgb(0 0 0 / 45%);
  }

  .help h2 {
    font-size: 18px;
    line-height: 24px;
  }

  .help dl > div {
    display: grid;
    grid-template-columns: 8rem 1fr;
    padding-block: 5px;
  }

  .export ul {
    display: grid;
    gap: 10px;
  }

  .export li {
    display: grid;
    gap: 3px;
  }

  .export label {
    display: grid;
    gap: 6px;
  }

  .export input {
    max-inline-size: 100%;
  }

  .export ::file-selector-button {
    min-block-size: 34px;
    margin-inline-end: 10px;
    padding: 0 12px;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--surface);
    color: inherit;
    font: inherit;
  }

  kbd {
    padding: 1px 6px;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--sunk);
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
    }
  }
`;
