/**
 * One look for each state of a task, everywhere: running is solid, ready is hatched (about to move),
 * waiting is hollow, done is a ring. A word always stands beside it.
 */
import { css } from './css.js';

export const states = css`
  .swatch {
    display: inline-block;
    flex: none;
    inline-size: 18px;
    block-size: 12px;
    margin-inline-end: 6px;
    border: 1.5px solid var(--ink);
    border-radius: 3px;
    vertical-align: -1px;
  }

  .swatch[data-state='running'] {
    border-color: var(--accent);
    background: var(--accent);
  }

  .swatch[data-state='ready'] {
    background: var(--hatch);
  }

  .swatch[data-state='waiting'] {
    block-size: 0;
    border-width: 0 0 2px;
    border-style: dotted;
    border-radius: 0;
    vertical-align: 4px;
  }

  .swatch[data-state='result'],
  .swatch[data-state='exception'],
  .swatch[data-state='cancelled'] {
    position: relative;
    inline-size: 13px;
    block-size: 13px;
    margin-inline: 2px 9px;
    border-radius: 50%;
    border-color: var(--ink-2);
    vertical-align: -2px;
  }

  .swatch[data-state='result']::after {
    content: '';
    position: absolute;
    inset: 1px 3px 3px;
    border: solid var(--ink);
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(40deg);
  }

  .swatch[data-state='exception']::after {
    content: '';
    position: absolute;
    inset: 1px 4px;
    background: linear-gradient(var(--ink) 0 60%, transparent 60% 78%, var(--ink) 78%);
  }

  .swatch[data-state='cancelled']::after {
    content: '';
    position: absolute;
    inset: 4px -3px;
    border-block-start: 1.5px solid var(--ink);
    transform: rotate(-45deg);
  }

  .token {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 24px;
    max-inline-size: 100%;
    padding: 0 8px;
    border: 1.5px solid var(--ink);
    border-radius: 4px;
    background: var(--surface);
    font: 600 12px/16px var(--mono);
    overflow-wrap: anywhere;
    text-align: start;
  }

  .token[data-state='running'] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }

  .token[data-state='ready'] {
    padding-inline-start: 20px;
    background:
      linear-gradient(var(--surface), var(--surface)) 14px 0 / 100% 100% no-repeat,
      var(--hatch);
  }

  .token[data-state='result'],
  .token[data-state='exception'] {
    border-color: var(--edge);
    color: var(--ink-2);
    font-weight: 400;
  }

  .token[data-state='cancelled'] {
    border-style: dashed;
    border-color: var(--edge);
    color: var(--ink-2);
    font-weight: 400;
    text-decoration: line-through;
  }

  .token[data-state='not-yet'] {
    border-style: dashed;
    border-color: var(--edge);
    color: var(--ink-2);
    font-weight: 400;
  }

  .token.future {
    border-radius: 12px;
  }

  [data-selected].token,
  [data-selected] .token,
  .flag-name[data-selected],
  .card[data-selected] {
    box-shadow:
      0 0 0 3px var(--soft),
      0 0 0 4.5px var(--accent);
  }
`;
