/** The listings and the flags in their margin. */
import { css } from './css.js';

export const code = css`
  .code {
    --flags: 80px;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    flex: 1;
  }

  .code-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    padding: 6px 16px 4px;
  }

  .code-tools {
    display: flex;
    align-items: center;
    gap: 4px;
  }

  .listings {
    display: grid;
    grid-template-columns: minmax(0, 1.06fr) minmax(0, 1fr);
    flex: 1;
    align-content: start;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scroll-padding-block-start: 26px;
    scroll-snap-type: y proximity;
  }

  .code:not([data-language='both']) .listings {
    grid-template-columns: minmax(0, 1fr);
  }

  .code[data-language='both'] .partner {
    display: none;
  }

  .arrow {
    white-space: nowrap;
  }

  .listing-title {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding: 4px 0 4px calc(var(--flags) + 34px);
    background: var(--surface);
    color: var(--ink);
    font-size: 13px;
    font-weight: 600;
  }

  .code[data-language='both'] .listing.c .listing-title {
    padding-inline-start: 40px;
  }

  .listing-title .file {
    margin-inline-start: 10px;
    color: var(--ink-2);
    font-weight: 400;
    font-size: 12px;
  }

  .lines {
    padding-block-end: 16px;
    font: 12.5px/19px var(--mono);
  }

  .line {
    display: grid;
    grid-template-columns: var(--flags) 18px minmax(0, 1fr);
    align-items: start;
    column-gap: 8px;
    scroll-snap-align: start;
  }

  .code[data-language='both'] .listing.c .line {
    grid-template-columns: 32px minmax(0, 1fr);
  }

  .code[data-language='both'] .listing.c .flags {
    display: none;
  }

  .line .flags {
    display: flex;
    justify-content: flex-end;
    min-inline-size: 0;
    block-size: 19px;
  }

  .line .number {
    color: var(--ink-2);
    font-size: 11px;
    text-align: end;
    white-space: nowrap;
    user-select: none;
  }

  .line .text {
    padding-inline-start: calc(var(--indent) + 4ch);
    padding-inline-end: 8px;
    font-size: inherit;
    text-indent: calc(-1 * (var(--indent) + 4ch));
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .line[data-at='parked'] {
    background: var(--sunk);
  }

  .line[data-at='now'] {
    background: var(--soft);
  }

  .line[data-at='now'] .number {
    color: var(--accent);
    font-weight: 700;
  }

  .line[data-pointed] {
    box-shadow: inset 3px 0 0 var(--edge);
  }

  .listing.c .line[data-at] .number::before {
    content: '= ';
    color: var(--accent);
    font-weight: 700;
  }

  .flag {
    display: flex;
    align-items: stretch;
    max-inline-size: 100%;
    block-size: 17px;
    margin-block-start: 1px;
    padding-inline-end: 7px;
    background: var(--ink);
    clip-path: polygon(0 0, calc(100% - 7px) 0, 100% 50%, calc(100% - 7px) 100%, 0 100%);
  }

  .flag[data-state='running'] {
    background: var(--accent);
  }

  .flag-name {
    min-inline-size: 0;
    min-block-size: 0;
    padding: 0 5px;
    border: 1.5px solid var(--ink);
    border-inline-end-width: 0;
    border-radius: 0;
    background: var(--surface);
    color: var(--ink);
    font: 600 11px/14px var(--mono);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  button.flag-name {
    display: block;
  }

  .flag-name[data-state='running'] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }

  .flag-name[data-state='ready'] {
    padding-inline-start: 13px;
    background:
      linear-gradient(var(--surface), var(--surface)) 9px 0 / 100% 100% no-repeat,
      var(--hatch);
  }

  .flag-name[data-selected] {
    text-decoration: underline 2px;
    text-underline-offset: 2px;
    box-shadow: none;
  }

  .partner {
    display: flex;
    gap: 14px;
    min-block-size: 36px;
    padding: 8px 16px;
    border-block-start: 1px solid var(--line);
    font: 12.5px/19px var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .partner .equals {
    flex: none;
    color: var(--accent);
    font-weight: 700;
  }

  .text mark {
    padding: 0 2px;
    border-radius: 2px;
    outline: 1.5px solid var(--accent);
    background: transparent;
    color: inherit;
    font-weight: 700;
  }

  .tok-keyword {
    font-weight: 700;
  }

  .tok-literal {
    color: var(--string);
  }

  .tok-comment {
    color: var(--ink-2);
    font-style: italic;
  }

  .tok-meta {
    color: var(--ink-2);
  }

  .tok-name {
    color: var(--word);
  }

  @container lesson (width < 1700px) {
    .code[data-language='both'] .lines {
      font-size: 11.5px;
    }
  }

  @container lesson (width >= 1400px) {
    .code:not([data-language='both']) {
      --flags: 118px;
    }

    .code:not([data-language='both']) .lines {
      font-size: 13.5px;
      line-height: 21px;
    }

    .code:not([data-language='both']) .line > :not(.text) {
      margin-block-start: 1px;
    }
  }

  @container lesson (width < 700px) {
    .code-head {
      column-gap: 6px;
      padding: 2px 8px;
    }

    .code-head .segmented button {
      padding-inline: 6px;
    }

    .code-tools .copy {
      padding: 0 6px;
    }

    .segmented button[data-language='both'] {
      display: none;
    }

    .listing-title {
      display: none;
    }

    .listings {
      scroll-padding-block-start: 0;
    }

    .lines {
      font-size: 11.5px;
    }

    .line {
      grid-template-columns: 24px minmax(0, 1fr) fit-content(50%);
    }

    /* Beside the code, which gives way: what runs now must not be covered. */
    .line .flags {
      grid-area: 1 / 3;
    }

    .line .text {
      padding-inline-end: 0;
      padding-inline-start: calc(var(--indent) * 0.6 + 3ch);
      text-indent: calc(-1 * (var(--indent) + 3ch) + var(--indent) * 0.4);
    }

    .flag {
      padding-inline: 7px 0;
      clip-path: polygon(7px 0, 100% 0, 100% 100%, 7px 100%, 0 50%);
    }
  }
`;
