/** Few export: what does it is loaded then. */

/**
 * @returns {Promise<typeof import('./export-dialog.js')>}
 * @throws {Error} with what to do, for the learner
 */
export const loadDialog = () =>
  import('./export-dialog.js').catch((cause) => {
    const message =
      'Export cannot be loaded: its script, lesson-files.js, must be beside the others, on a server.';
    throw new Error(message, { cause });
  });
