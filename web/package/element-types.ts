/** The types of `asyncio-tour/element`: those of the element, and what a page's HTML makes of it. */
import type { AsyncioLesson } from '../element/lesson-element.js';
import type { TraceEvent } from '../trace/event.js';

export * from '../element/index.js';

/** What HTML, or JSX, says of it. */
export interface AsyncioLessonAttributes {
  lesson?: string | number;
  step?: string | number;
  panels?: string;
  knobs?: string;
  lang?: 'python' | 'c' | 'both';
  theme?: 'light' | 'dark';
  autoplay?: boolean;
  rate?: string | number;
  predict?: boolean;
  module?: string;
  lessons?: string;
}

export interface AsyncioLessonEventMap extends Omit<HTMLElementEventMap, 'error'> {
  /** `event`: the last one before the cursor */
  step: CustomEvent<{ position: number; event: TraceEvent | null }>;
  complete: CustomEvent<{ position: number }>;
  predict: CustomEvent<{ kind: string; given: string[]; right: boolean }>;
  error: CustomEvent<{ error: unknown; message: string }>;
}

declare module '../element/lesson-element.js' {
  interface AsyncioLesson {
    /** Attributes as properties; those that are not there are null, or false. */
    lesson: string | number | null;
    rate: string | number | null;
    panels: string | null;
    knobs: string | null;
    theme: string | null;
    module: string | null;
    lessons: string | null;
    autoplay: boolean;
    predict: boolean;
    addEventListener<K extends keyof AsyncioLessonEventMap>(
      type: K,
      listener: (this: AsyncioLesson, event: AsyncioLessonEventMap[K]) => unknown,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | AddEventListenerOptions,
    ): void;
    removeEventListener<K extends keyof AsyncioLessonEventMap>(
      type: K,
      listener: (this: AsyncioLesson, event: AsyncioLessonEventMap[K]) => unknown,
      options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | EventListenerOptions,
    ): void;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'asyncio-lesson': AsyncioLesson;
  }
}
