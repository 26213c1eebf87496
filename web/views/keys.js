/**
 * The keyboard, while the lesson has the focus: which key does what.
 *
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('../player/player.js').Player} Player
 */
import { everyCallback } from '../player/stops.js';

/**
 * @param {KeyboardEvent} event
 * @param {Scene} scene
 * @param {Player} player
 * @returns {(() => unknown) | undefined} what the key does; undefined: it is not the lesson's
 */
export function actionOfKey(event, scene, player) {
  const { defaultPrevented, ctrlKey, metaKey, altKey, key, shiftKey, target } = event;
  const { ui, actions, exporting } = scene;
  const control = target instanceof HTMLElement ? target : undefined;
  const is = (/** @type {string} */ selector) => control?.matches(selector) ?? false;
  if (defaultPrevented || ctrlKey || metaKey || altKey) return undefined;
  if (ui.help || exporting.isOpen) return undefined;
  if (is('input:not([type=range]), select, textarea')) return undefined;
  if (is('input[type=range]:not([aria-label=Step])')) return undefined;
  switch (key) {
    case ' ':
      if (is('button, [role=tab], summary')) return undefined;
      return player.playing ? actions.pause : actions.play;
    case 'ArrowRight':
      if (is('[role=tab]')) return undefined;
      return shiftKey ? () => player.forwardTo(everyCallback) : actions.forward;
    case 'ArrowLeft':
      if (is('[role=tab]')) return undefined;
      return shiftKey ? () => player.backTo(everyCallback) : actions.back;
    case 'Home':
      return actions.start;
    case 'End':
      return actions.end;
    case '[':
      return actions.previousMoment;
    case ']':
      return actions.nextMoment;
    case '?':
      return () => actions.toggleHelp(true);
    default:
      return /^\d$/.test(key) ? actionOfDigit(key, event, scene) : undefined;
  }
}

/**
 * The number of an option, or how a number begins.
 *
 * @param {string} digit
 * @param {KeyboardEvent} event
 * @param {Scene} scene
 */
function actionOfDigit(digit, { currentTarget }, { asking }) {
  const question = asking.openQuestion;
  if (!question) return undefined;
  const field = /** @type {ShadowRoot} */ (currentTarget).querySelector('.question input');
  if (field instanceof HTMLInputElement) {
    return () => {
      field.value = digit;
      field.focus();
    };
  }
  const option = question.options[Number(digit) - 1];
  return option && (() => asking.choose(option.value));
}
