/**
 * Takes runs away and brings saved ones back: whether its dialog is open, and what came of it. The
 * dialog and all that makes files are loaded when they are wanted.
 *
 * @typedef {import('../export/files.js').What} What
 * @typedef {import('../export/files.js').ShownRun} ShownRun
 *
 * @typedef {object} Listener
 * @property {() => void} onChange                     the dialog shows something else
 * @property {(words: string) => void} onFailure       there is no dialog
 * @property {() => ShownRun} run                      the one on screen
 * @property {(text: string) => Promise<void>} show    a saved one, in its place
 */

import { loadDialog } from './load-dialog.js';

/** Bytes of a file. */
const LARGEST_RUN = 20_000_000;

export class Exporting {
  isOpen = false;
  /** A word on what was done. */
  said = '';
  /** @type {typeof import('./export-dialog.js') | null} */
  dialog = null;
  #listener;

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  open = async () => {
    try {
      this.dialog = await loadDialog();
    } catch (error) {
      this.#listener.onFailure(/** @type {Error} */ (error).message);
      return;
    }
    this.isOpen = true;
    this.#say('');
  };

  close = () => {
    this.isOpen = false;
    this.#listener.onChange();
  };

  /** @param {What} what */
  save = (what) => {
    const run = this.#listener.run();
    return this.#do(async () => {
      const { download, makeFile } = await loadDialog();
      const file = makeFile(what, run);
      download(file);
      return `${file.name} is among your downloads.`;
    });
  };

  /** @param {HTMLInputElement} input */
  openFile = async (input) => {
    const [file] = input.files ?? [];
    if (!file) return;
    await this.#do(async () => {
      if (file.size > LARGEST_RUN) throw new Error('This file is too large for a saved run.');
      await this.#listener.show(await file.text());
      return '';
    });
    input.value = '';
  };

  /** @param {() => Promise<string>} work   what came of it, in words */
  async #do(work) {
    this.#say(await work().catch((/** @type {Error} */ { message }) => message));
  }

  /** @param {string} words */
  #say(words) {
    this.said = words;
    this.#listener.onChange();
  }
}
