/**
 * What things are called wherever they are shown or spoken of.
 *
 * @typedef {import('./state.js').State} State
 * @typedef {import('./replay.js').Events} Events
 */

/**
 * The coroutines that asyncio.run() runs itself, at the end; no part of the program.
 * @param {string | null | undefined} coroutineName
 */
export function isTidyUp(coroutineName) {
  return coroutineName === 'shutdown_asyncgens' || coroutineName === 'shutdown_default_executor';
}

/** The names of a run's tasks: their coroutine's, numbered where there are several of one. */
export class TaskNames {
  /** @type {Map<number, string>} */
  #labels = new Map();

  /** @param {Events} events the whole run: a number depends on the tasks that follow */
  constructor(events) {
    /** @type {Map<number | null, string>} */
    const coroutines = new Map();
    /** @type {Map<string, number[]>} */
    const idsByName = new Map();
    for (let index = 0; index < events.length; index++) {
      const event = events.at(index);
      if (event?.kind === 'COROUTINE_CREATED') coroutines.set(event.coroutine, event.name ?? '');
      if (event?.kind !== 'TASK_CREATED' || event.task === null) continue;
      const name = coroutines.get(event.coroutine) ?? '';
      const ids = idsByName.get(name);
      if (ids) ids.push(event.task);
      else idsByName.set(name, [event.task]);
    }
    for (const [name, ids] of idsByName) {
      ids.forEach((id, index) => {
        this.#labels.set(id, ids.length === 1 ? name : `${name} ${index + 1}`);
      });
    }
  }

  /** @param {number | null | undefined} id */
  of(id) {
    return (id && this.#labels.get(id)) || undefined;
  }
}

/**
 * One shield is told from another by what it shields.
 * @param {State} state
 * @param {TaskNames} names
 * @param {number} id
 * @returns {string}
 */
export function futureLabel(state, names, id) {
  const future = state.futures.get(id);
  if (!future) return names.of(id) ?? 'a future';
  const inner = future.follows.map((each) => names.of(each) ?? state.futures.get(each)?.label);
  if (future.label === 'shield' && inner.length > 0) return `shield(${inner.join(', ')})`;
  if (future.label === 'gather' && inner.length > 0) return `gather of ${inner.length}`;
  return future.label === 'Future' ? 'a future' : future.label;
}

/**
 * @param {State} state
 * @param {TaskNames} names
 * @param {number | null | undefined} id of any object
 * @returns {string}
 */
export function objectLabel(state, names, id) {
  if (!id) return 'nothing';
  const task = names.of(id);
  if (task) return task;
  if (state.futures.has(id)) return futureLabel(state, names, id);
  const coroutine = state.coroutines.get(id);
  if (coroutine) return `${coroutine.name}()`;
  return 'the loop';
}

/** @param {string} text of the event: `deadlock: who waits on what` */
export function deadlockWords(text) {
  return text.replace(/^deadlock/, 'Deadlock');
}

/**
 * A point in time, always with as many digits, so that a clock does not jump about.
 * @param {number} seconds
 */
export function formatTime(seconds) {
  return Number.isFinite(seconds) ? seconds.toFixed(3) : 'for ever';
}

/** @param {number} seconds */
export function formatDuration(seconds) {
  if (!Number.isFinite(seconds)) return 'for ever';
  return `${Number(seconds.toFixed(3))} s`;
}
