/** The why line and the buttons. */
import { css } from './css.js';

export const stepper = css`
  .why {
    display: flex;
    align-items: center;
    gap: 16px;
    min-block-size: 52px;
    padding-block: 6px;
  }

  .why-line {
    flex: 1;
    font-size: 16px;
    line-height: 22px;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  .why-line code {
    font-size: 14.5px;
    font-weight: 600;
  }

  .why-now {
    margin-inline-end: 6px;
    color: var(--accent);
    font-size: 13px;
    font-weight: 700;
  }

  .why-buttons {
    display: flex;
    flex: none;
    gap: 8px;
  }

  .stepper {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 16px;
    padding-block: 8px;
  }

  .buttons {
    display: flex;
    gap: 6px;
  }

  .buttons button {
    padding: 0 10px 0 8px;
    font-weight: 600;
  }

  .place {
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }

  .place b {
    color: var(--ink);
  }

  .step-by,
  .speed {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--ink-2);
  }

  .step-by {
    margin-inline-start: auto;
  }

  .speed select {
    color: var(--ink);
    font-weight: 600;
  }

  @container lesson (width < 1400px) {
    .place-callback,
    .stepper .speed > span {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }

  @container lesson (width < 1180px) {
    .buttons button,
    .why-buttons button,
    .step-by button,
    .speed select {
      min-block-size: 44px;
    }

    .step-by .segmented {
      padding: 0;
    }
  }

  @container lesson (width < 960px) {
    .place {
      display: none;
    }
  }

  @container lesson (width < 700px) {
    .why {
      gap: 10px;
      padding-block: 6px;
    }

    .why-line {
      max-block-size: 88px;
      font-size: 14.5px;
      overflow: auto;
    }

    .why-buttons {
      flex-direction: column;
    }

    .why-buttons button {
      max-inline-size: 84px;
      padding-inline: 8px;
      font-size: 12px;
      line-height: 15px;
    }

    .why-buttons .icon {
      display: none;
    }

    .stepper {
      padding: 0;
    }

    .buttons {
      inline-size: 100%;
      gap: 5px;
    }

    .buttons button {
      flex: 1;
      flex-direction: column;
      gap: 2px;
      min-inline-size: 0;
      min-block-size: 50px;
      padding: 0 2px;
    }

    .step-by-select {
      min-block-size: 44px;
      inline-size: 96px;
    }

    .speed {
      justify-content: space-between;
      min-block-size: 44px;
      margin-block-start: 10px;
      color: var(--ink);
    }

    .speed select {
      min-block-size: 44px;
      min-inline-size: 76px;
    }
  }

  @media (height < 720px) {
    @container lesson (width < 700px) {
      .why-line {
        max-block-size: 66px;
      }
    }
  }

  /* A phone whose browser takes its share: the partner line is the first to go. */
  @media (height < 620px) {
    @container lesson (width < 700px) {
      .why-line {
        max-block-size: 44px;
      }

      .code .partner {
        display: none;
      }
    }
  }
`;
