/**
 * Takes the place of web/views/load-dialog.js in a classic script: from a disk a browser imports
 * nothing, but it runs a further classic script.
 */
const NAME = 'lesson-files.global.js';

const self = /** @type {HTMLScriptElement | null} */ (globalThis.document?.currentScript);

/** @typedef {typeof import('../views/export-dialog.js')} Dialog */

/** @type {Promise<Dialog> | null} */
let dialog = null;

/** @returns {Promise<Dialog>} */
function runScript() {
  const script = document.createElement('script');
  script.src = new URL(NAME, self?.src ?? document.baseURI).href;
  return new Promise((resolve, reject) => {
    script.onload = () => {
      const { asyncioTourFiles } = /** @type {any} */ (globalThis);
      resolve(asyncioTourFiles);
    };
    script.onerror = () => {
      // It may be there at the next try.
      dialog = null;
      reject(new Error(`Export cannot be loaded: ${NAME} must be beside the element's script.`));
    };
    document.head.append(script);
    script.remove();
  });
}

/**
 * @returns {Promise<Dialog>}
 * @throws {Error} with what to do, for the learner
 */
export const loadDialog = () => (dialog ??= runScript());
