/**
 * What a session needs of the platform it runs on. Tests give it one of their own.
 *
 * @typedef {object} Host
 * @property {() => number} now   seconds, of a clock that only goes forward
 * @property {(ms: number, callback: () => void) => () => void} after   returns what cancels it;
 *   early and late calls are expected
 * @property {(callback: () => void) => void} soon   after the platform has had its turn
 * @property {(error: unknown) => void} report   what a listener threw
 */

/** @returns {(callback: () => void) => void} */
function chooseSoon() {
  const { setImmediate, scheduler } = /** @type {any} */ (globalThis);
  if (setImmediate) return (callback) => setImmediate(callback);
  if (scheduler?.postTask) return (callback) => scheduler.postTask(callback);
  const channel = new MessageChannel();
  /** @type {(() => void)[]} */
  const callbacks = [];
  channel.port1.onmessage = () => callbacks.shift()?.();
  return (callback) => {
    callbacks.push(callback);
    channel.port2.postMessage(null);
  };
}

/**
 * The timers of the browser or of Node.
 * @returns {Host}
 */
export function platformHost() {
  return {
    now: () => performance.now() / 1000,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    soon: chooseSoon(),
    report: globalThis.reportError ?? ((error) => console.error(error)),
  };
}
