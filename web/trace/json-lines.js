/**
 * One event as a line of JSON Lines. A time that never comes (the loop waits for work outside)
 * is null, since JSON has no infinity.
 * @param {import('./event.js').TraceEvent} event
 */
export function toJsonLine(event) {
  return `${JSON.stringify(event)}\n`;
}
