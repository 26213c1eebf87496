/**
 * A run of which only the history is left.
 *
 * @param {import('../player/stops.js').Events} history
 * @param {import('./lesson-view.js').Session['error']} [error]
 * @returns {import('./lesson-view.js').Session}
 */
export function endedSession(history, error = null) {
  return { history, error, state: 'ended', advance() {}, close() {} };
}
