import { inItsLoop } from './loops.js';

/**
 * The fold: what an event changes. Nothing else knows how a state follows from a trace.
 *
 * @typedef {import('./state.js').State} State
 * @typedef {import('./state.js').Task} Task
 * @typedef {import('./state.js').Future} Future
 * @typedef {import('./state.js').Coroutine} Coroutine
 * @typedef {import('./state.js').Loop} Loop
 * @typedef {import('./state.js').Handle} Handle
 * @typedef {import('./state.js').Timer} Timer
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 * @typedef {import('../trace/event.js').EventsByKind} EventsByKind
 */

/**
 * A state in the making: its own fields may be set, what they hold is shared.
 * @typedef {import('./loops.js').Draft} Draft
 */

/** Calls that make their target, a task, go on; others may only mention it. */
const RESUMING = new Set(['step', 'wakeup']);

/**
 * @param {Draft} state
 * @param {number | null} id
 * @param {Partial<Task>} changes
 */
function changeTask(state, id, changes) {
  const task = state.tasks.get(id);
  if (task) state.tasks = state.tasks.set(task.id, { ...task, ...changes });
}

/**
 * @param {Draft} state
 * @param {number | null} id
 * @param {Partial<Coroutine>} changes
 */
function changeCoroutine(state, id, changes) {
  const coroutine = state.coroutines.get(id);
  if (coroutine) {
    state.coroutines = state.coroutines.set(coroutine.id, { ...coroutine, ...changes });
  }
}

/**
 * A task is a future: both have what `change` is about.
 * @param {Draft} state
 * @param {number | null} id
 * @param {(future: Task | Future) => Partial<Pick<Future, 'follows' | 'callbacks'>>} change
 */
function changeFuture(state, id, change) {
  const task = state.tasks.get(id);
  const future = state.futures.get(id);
  if (task) changeTask(state, id, change(task));
  else if (future) state.futures = state.futures.set(future.id, { ...future, ...change(future) });
}

/**
 * @param {Draft} state
 * @param {Partial<Loop>} changes
 */
function changeLoop(state, changes) {
  if (state.loop) state.loop = { ...state.loop, ...changes };
}

/**
 * @template {{ id: number }} T
 * @param {readonly T[]} list
 * @param {number | null} id
 * @returns {readonly T[]}
 */
function without(list, id) {
  const index = list.findIndex((item) => item.id === id);
  if (index < 0) return list;
  return index === 0 ? list.slice(1) : list.toSpliced(index, 1);
}

/**
 * Keeps the order: by deadline, and by age among equals.
 * @param {readonly Timer[]} timers
 * @param {Timer} timer
 */
function withTimer(timers, timer) {
  let [low, high] = [0, timers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timers[middle].deadline <= timer.deadline) low = middle + 1;
    else high = middle;
  }
  return timers.toSpliced(low, 0, timer);
}

/**
 * Takes a handle from the ready queue, usually from its front.
 * @param {Draft} state
 * @param {number | null} id
 * @returns {Handle | undefined}
 */
function takeReady(state, id) {
  const handle = state.ready.find((item) => item.id === id);
  state.ready = without(state.ready, id);
  if (state.loop) changeLoop(state, { leftInTurn: Math.max(0, state.loop.leftInTurn - 1) });
  return handle;
}

/**
 * @param {Draft} state
 * @param {number | null} id
 */
function cancelHandle(state, id) {
  state.ready = state.ready.map((item) => (item.id === id ? { ...item, cancelled: true } : item));
}

/**
 * The innermost coroutine has ended: its awaiter goes on where it was parked.
 * @param {Draft} state
 * @param {number | null} id
 * @param {Partial<Coroutine>} changes
 */
function endCoroutine(state, id, changes) {
  changeCoroutine(state, id, changes);
  const coroutine = state.coroutines.get(id);
  if (!coroutine) return;
  changeCoroutine(state, coroutine.awaiter, { state: 'running' });
  if (state.tasks.get(coroutine.task)?.innermost === id) {
    changeTask(state, coroutine.task, {
      innermost: coroutine.awaiter,
      line: lineAbove(state, coroutine.awaiter) ?? coroutine.line,
    });
  }
}

/**
 * The line of the nearest coroutine that has one: those of the library have none.
 * @param {State} state
 * @param {number | null} id
 */
function lineAbove(state, id) {
  let coroutine = state.coroutines.get(id);
  while (coroutine && coroutine.line === null) coroutine = state.coroutines.get(coroutine.awaiter);
  return coroutine?.line ?? null;
}

/** @type {{ [K in keyof EventsByKind]: (state: Draft, event: EventsByKind[K]) => void }} */
const CHANGES = {
  PROGRAM_BEGINS(state, { name }) {
    state.program = { ...state.program, name, status: 'running' };
  },
  PROGRAM_ENDS(state, { status, exception }) {
    state.program = { ...state.program, status: 'ended', exitStatus: status, exception };
  },
  HOST_CALL() {},
  LINE(state, { coroutine, line }) {
    if (coroutine !== null) {
      changeCoroutine(state, coroutine, { line });
      changeTask(state, state.coroutines.get(coroutine)?.task ?? null, { line });
    } else if (state.current) {
      state.current = { ...state.current, line };
    } else {
      state.program = { ...state.program, line };
    }
  },
  OUTPUT(state, { fd, text, time, seq }) {
    const task = state.currentTask;
    state.output = state.output.append({ fd, text: text ?? '', time, seq, task });
  },
  BLOCKED(state, { until }) {
    state.time = until;
  },

  LOOP_CREATED() {},
  LOOP_RUNS(state, { until }) {
    changeLoop(state, { running: true, stopping: false, until });
  },
  LOOP_TURN(state, { ready }) {
    const turn = (state.loop?.turn ?? 0) + 1;
    changeLoop(state, { turn, leftInTurn: ready, waitsUntil: null });
  },
  LOOP_WAITS(state, { until }) {
    changeLoop(state, { waitsUntil: until });
  },
  LOOP_STOP(state) {
    changeLoop(state, { stopping: true });
  },
  LOOP_STOPPED(state) {
    changeLoop(state, {
      running: false,
      stopping: false,
      until: null,
      leftInTurn: 0,
      waitsUntil: null,
    });
  },
  LOOP_CLOSED(state) {
    changeLoop(state, { closed: true });
    state.ready = [];
    state.timers = [];
  },
  DEADLOCK(state, { text }) {
    changeLoop(state, { deadlock: text });
  },

  HANDLE_SCHEDULED(state, { handle, name, target, cause, seq }) {
    const [first] = state.timers;
    const deadline = first?.id === handle ? first.deadline : null;
    if (deadline !== null) state.timers = state.timers.slice(1);
    const id = handle ?? 0;
    const entry = { id, name: name ?? '', target, cause, seq, cancelled: false, deadline };
    state.ready = [...state.ready, entry];
    if (RESUMING.has(name ?? '') && state.tasks.get(target)?.state === 'waiting') {
      changeTask(state, target, { state: 'ready', waitingOn: null });
    }
  },
  HANDLE_RUNS(state, { handle, name, target, cause, seq }) {
    const deadline = takeReady(state, handle)?.deadline ?? null;
    const id = handle ?? 0;
    state.current = {
      id,
      name: name ?? '',
      target,
      cause,
      seq,
      cancelled: false,
      deadline,
      line: null,
    };
  },
  HANDLE_ENDS(state) {
    state.current = null;
  },
  HANDLE_CANCELLED(state, { handle }) {
    cancelHandle(state, handle);
  },
  HANDLE_DROPPED(state, { handle }) {
    takeReady(state, handle);
  },
  TIMER_SET(state, { handle, name, target, deadline, time, seq }) {
    state.timers = withTimer(state.timers, {
      id: handle ?? 0,
      name: name ?? '',
      target,
      deadline,
      set: time,
      seq,
    });
  },
  TIMER_FIRED() {},
  TIMER_CANCELLED(state, { handle }) {
    state.timers = without(state.timers, handle);
    cancelHandle(state, handle);
  },

  COROUTINE_CREATED(state, { coroutine, name }) {
    const id = coroutine ?? 0;
    state.coroutines = state.coroutines.set(id, {
      id,
      name: name ?? '',
      state: 'created',
      awaiter: null,
      task: null,
      line: null,
      value: null,
    });
  },
  COROUTINE_BEGINS(state, { coroutine, awaiter }) {
    const outer = state.coroutines.get(awaiter);
    const task = outer ? outer.task : (state.tasks.get(awaiter)?.id ?? null);
    if (outer) changeCoroutine(state, awaiter, { state: 'suspended' });
    changeCoroutine(state, coroutine, { state: 'running', awaiter: outer?.id ?? null, task });
    changeTask(state, task, { innermost: coroutine });
  },
  COROUTINE_RETURNS(state, { coroutine, value }) {
    endCoroutine(state, coroutine, { state: 'returned', value });
  },
  COROUTINE_RAISES(state, { coroutine, exception }) {
    endCoroutine(state, coroutine, { state: 'raised', value: exception });
  },
  COROUTINE_NEVER_AWAITED(state, { coroutine }) {
    changeCoroutine(state, coroutine, { state: 'never awaited' });
  },

  FUTURE_CREATED(state, { future, label, seq }) {
    const id = future ?? 0;
    state.futures = state.futures.set(id, {
      id,
      label: label ?? 'Future',
      done: false,
      outcome: null,
      value: null,
      follows: [],
      callbacks: [],
      created: seq,
    });
  },
  FUTURE_FOLLOWS(state, { future, inner }) {
    if (inner === null) return;
    changeFuture(state, future, ({ follows }) => ({ follows: [...follows, inner] }));
  },
  FUTURE_UNFOLLOWS(state, { future, inner }) {
    changeFuture(state, future, ({ follows }) => ({
      follows: follows.filter((id) => id !== inner),
    }));
  },
  FUTURE_DONE(state, { future, state: outcome, value, seq }) {
    const ended = state.futures.get(future);
    if (ended) {
      const callbacks = /** @type {Future['callbacks']} */ ([]);
      state.futures = state.futures.set(ended.id, {
        ...ended,
        done: true,
        outcome,
        value,
        callbacks,
      });
    }
    changeTask(state, future, {
      state: 'done',
      outcome,
      value,
      callbacks: [],
      waitingOn: null,
      mustCancel: false,
      ended: seq,
    });
  },
  CALLBACK_ADDED(state, { future, name, target }) {
    changeFuture(state, future, ({ callbacks }) => ({
      callbacks: [...callbacks, { name, target }],
    }));
  },
  CALLBACK_REMOVED(state, { future, name, target }) {
    changeFuture(state, future, ({ callbacks }) => ({
      callbacks: callbacks.filter((item) => item.name !== name || item.target !== target),
    }));
  },
  UNHANDLED_EXCEPTION(state, { object, message, exception, seq }) {
    state.reports = state.reports.append({ object, message, exception, seq });
  },

  TASK_CREATED(state, { task, coroutine, name, parent, seq }) {
    const id = task ?? 0;
    state.tasks = state.tasks.set(id, {
      id,
      name: name ?? '',
      coroutine,
      coroutineName: state.coroutines.get(coroutine)?.name ?? '',
      parent,
      state: 'ready',
      outcome: null,
      value: null,
      waitingOn: null,
      cancelling: 0,
      mustCancel: false,
      cancelDelivered: false,
      innermost: null,
      line: null,
      timeouts: [],
      follows: [],
      callbacks: [],
      created: seq,
      ended: null,
    });
    changeCoroutine(state, coroutine, { task });
  },
  TASK_NAMED(state, { task, name }) {
    changeTask(state, task, { name: name ?? '' });
  },
  STEP_BEGINS(state, { task }) {
    state.currentTask = task;
    changeTask(state, task, { state: 'running', waitingOn: null });
    changeCoroutine(state, state.tasks.get(task)?.innermost ?? null, { state: 'running' });
  },
  TASK_WAITS(state, { task, future }) {
    changeTask(state, task, { state: future === null ? 'ready' : 'waiting', waitingOn: future });
    changeCoroutine(state, state.tasks.get(task)?.innermost ?? null, { state: 'suspended' });
  },
  STEP_ENDS(state) {
    state.currentTask = null;
  },
  CANCEL_REQUESTED(state, { task, cancelling, passed_on: passedOn }) {
    changeTask(state, task, { cancelling, ...(passedOn === null && { mustCancel: true }) });
  },
  CANCEL_DELIVERED(state, { task }) {
    changeTask(state, task, { mustCancel: false, cancelDelivered: true });
  },
  CANCEL_SWALLOWED() {},
  UNCANCEL(state, { task, cancelling }) {
    changeTask(state, task, { cancelling });
  },
  TIMEOUT_ENTERED(state, { task, handle, deadline }) {
    const timeouts = state.tasks.get(task)?.timeouts ?? [];
    changeTask(state, task, { timeouts: [...timeouts, { handle, deadline, expired: false }] });
  },
  TIMEOUT_EXPIRED(state, { task, handle }) {
    const timeouts = state.tasks.get(task)?.timeouts ?? [];
    changeTask(state, task, {
      timeouts: timeouts.map((item) =>
        item.handle === handle ? { ...item, expired: true } : item,
      ),
    });
  },
  TIMEOUT_EXITED(state, { task }) {
    const timeouts = state.tasks.get(task)?.timeouts ?? [];
    changeTask(state, task, { timeouts: timeouts.slice(0, -1) });
  },

  BUDGET_EXCEEDED(state) {
    state.program = { ...state.program, status: 'budget exceeded' };
  },
};

/**
 * @param {State} state unchanged
 * @param {TraceEvent} event
 * @returns {State}
 */
export function step(state, event) {
  /** @type {Draft} */
  const draft = { ...state, seq: event.seq, time: event.time, line: event.line };
  const change = /** @type {(state: Draft, event: TraceEvent) => void} */ (CHANGES[event.kind]);
  if (change) inItsLoop(draft, event, change);
  return draft;
}
