/**
 * One plain sentence for each event: why it happens now, from what caused it.
 *
 * @typedef {import('./replay.js').Replay} Replay
 * @typedef {import('./state.js').State} State
 * @typedef {import('../trace/event.js').EventsByKind} EventsByKind
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 */
import { findTimer } from './loops.js';
import { formatDuration, formatTime, futureLabel, isTidyUp, TaskNames } from './names.js';

/** What there is to know about an event when its sentence is made. */
class Scene {
  /**
   * @param {TraceEvent} event
   * @param {Replay} replay
   * @param {TaskNames} names
   */
  constructor(event, replay, names) {
    this.event = event;
    this.replay = replay;
    this.names = names;
    this.before = replay.stateAt(event.seq - 1);
    this.after = replay.stateAt(event.seq);
    this.cause = this.causeOf(event);
  }

  /** @param {TraceEvent | undefined} event */
  causeOf(event) {
    return event?.cause ? this.replay.eventAt(event.cause) : undefined;
  }

  /** @param {number | null} id */
  task(id) {
    const name = this.names.of(id) ?? this.after.tasks.get(id)?.name;
    return name ? `\`${name}\`` : 'a task';
  }

  /** @param {number | null} id */
  coroutine(id) {
    const coroutine = this.after.coroutines.get(id);
    return coroutine ? `\`${coroutine.name}()\`` : 'a coroutine';
  }

  /** @param {number | null} id a future or task, as something to wait on */
  future(id, state = this.after) {
    if (state.tasks.has(id)) return this.task(id);
    const label = id === null ? 'a future' : futureLabel(state, this.names, id);
    return label === 'a future' ? label : `\`${label}\``;
  }

  /**
   * It was called this when it was done: a shield forgets afterwards what it shielded.
   * @param {EventsByKind['FUTURE_DONE']} done
   */
  doneFuture(done) {
    return this.future(done.future, this.replay.stateAt(done.seq));
  }

  /** @param {number | null} id of a future or task */
  wasDone(id) {
    const { futures, tasks } = this.before;
    return (futures.get(id)?.done ?? false) || tasks.get(id)?.state === 'done';
  }

  /** Whose code runs. */
  get actor() {
    const { currentTask, current } = this.before;
    if (currentTask !== null) return this.task(currentTask);
    return current ? callbackLabel(current.name) : 'top-level code';
  }

  /** @param {number | null} id of a task */
  isTidyingUp(id) {
    return isTidyUp(this.after.tasks.get(id)?.coroutineName);
  }
}

/** @param {string} text */
const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * @param {number} count
 * @param {string} noun
 */
const counted = (count, noun) => `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;

/** @param {number} time */
const atTime = (time) => `${formatTime(time)} s`;

/**
 * What a timer is for: its future, or the callback that it calls.
 * @param {Scene} scene
 * @param {string | null} name
 * @param {number | null} target
 */
function timerOf(scene, name, target) {
  if (name === 'timeout') return 'the timeout';
  return target === null ? `\`${name}\`` : scene.future(target);
}

/**
 * A callback of the program, or one by which the library goes on: `shield inner done`.
 * @param {string | null} name
 */
function callbackLabel(name) {
  if (name === 'run_until_complete') return `the callback \`${name}\`, which stops the loop,`;
  const [, library] = /^(\w+) /.exec(name ?? '') ?? [];
  return library ? `a callback of \`${library}()\`` : `the callback \`${name}\``;
}

/**
 * Why a future or task came to be done, for whoever waited on it.
 * @param {Scene} scene
 * @param {TraceEvent | undefined} done
 */
function doneReason(scene, done) {
  if (done?.kind !== 'FUTURE_DONE') return undefined;
  const what = scene.doneFuture(done);
  const isTask = scene.after.tasks.has(done.future);
  if (done.state === 'cancelled') return `${what}, which it waited on, was cancelled`;
  if (done.state === 'exception') return `${what}, which it waited on, ended with ${done.value}`;
  if (isTask) return `${what}, which it waited on, is done`;
  const timer = firedTimer(scene, done);
  if (timer) return `its ${timer} timer fired`;
  return `${what}, which it waited on, has its result`;
}

/**
 * @param {Scene} scene
 * @param {TraceEvent} done
 * @returns {string | undefined} how long the timer was that completed a future
 */
function firedTimer(scene, done) {
  const fired = scene.causeOf(scene.causeOf(scene.causeOf(done)));
  if (fired?.kind !== 'TIMER_FIRED') return undefined;
  const set = scene.causeOf(fired);
  return set?.kind === 'TIMER_SET' ? formatDuration(set.deadline - set.time) : undefined;
}

/**
 * @param {Scene} scene
 * @param {number | null} id of a task that is about to run
 */
function isFirstStep(scene, id) {
  const task = scene.after.tasks.get(id);
  return (
    task?.innermost === null && scene.after.coroutines.get(task.coroutine)?.state === 'created'
  );
}

/**
 * Who asked for a cancel.
 * @param {Scene} scene
 */
function canceller(scene) {
  if (scene.cause?.kind === 'TIMEOUT_EXPIRED') return 'the timeout';
  if (scene.cause?.kind === 'HOST_CALL') return 'the host';
  if (scene.cause?.kind === 'LOOP_STOPPED') return '`asyncio.run()`';
  return scene.actor;
}

/** @type {{ [K in keyof EventsByKind]: (event: EventsByKind[K], scene: Scene) => string }} */
const SENTENCES = {
  PROGRAM_BEGINS: ({ name }) => `The program \`${name}\` starts: its top-level code runs first.`,
  PROGRAM_ENDS: ({ status, exception }) => {
    if (exception)
      return `The program ends with exit status ${status}: nobody caught ${exception}.`;
    if (status !== 0) return `The program ends with exit status ${status}.`;
    return 'The program ends: its top-level code has run to its end.';
  },
  HOST_CALL: ({ name }) => `The host calls \`${name}\`: that comes from outside the loop.`,
  LINE: ({ coroutine, cause, seq }, scene) => {
    if (coroutine === null) return `${scene.actor} runs its next line.`;
    const name = scene.coroutine(coroutine);
    for (let earlier = seq - 1; earlier > (cause ?? 0); earlier--) {
      const event = scene.replay.eventAt(earlier);
      if (event?.kind === 'LINE' && event.coroutine === coroutine) {
        return `${name} goes on to its next line: nothing has suspended it.`;
      }
    }
    const then = `so ${name} goes on to its next line`;
    switch (scene.cause?.kind) {
      case 'COROUTINE_BEGINS':
        return `${name} begins with its first line.`;
      case 'COROUTINE_RETURNS':
        return `${scene.coroutine(scene.cause.coroutine)} has returned, ${then}.`;
      case 'COROUTINE_RAISES':
        return `${scene.coroutine(scene.cause.coroutine)} has raised ${scene.cause.exception}, ${then}.`;
      case 'STEP_BEGINS': {
        const { woken_by: wokenBy } = scene.cause;
        if (wokenBy === null)
          return `${name} goes on to its next line: its task has its turn again.`;
        return `${scene.future(wokenBy)} is done, ${then}.`;
      }
      case 'CANCEL_DELIVERED':
        return `${name} has caught CancelledError and goes on to its next line.`;
      default:
        return `${name} goes on to its next line.`;
    }
  },
  OUTPUT: ({ fd, seq }, scene) => {
    if (scene.cause?.kind === 'UNHANDLED_EXCEPTION') {
      return "The loop's exception handler writes to stderr what nobody handled.";
    }
    if (fd === 2 && scene.replay.eventAt(seq - 1)?.kind === 'COROUTINE_NEVER_AWAITED') {
      return 'A warning about that is written to stderr.';
    }
    const what = fd === 2 ? 'writes to stderr' : 'prints a line';
    if (scene.before.currentTask === null) return `${scene.actor} ${what}.`;
    return `${scene.actor} ${what}, without giving up its turn.`;
  },
  BLOCKED: ({ until, time }, scene) =>
    `${scene.actor} blocks for ${formatDuration(until - time)} with \`time.sleep()\`: nobody else can run meanwhile.`,

  LOOP_CREATED: (_event, scene) => `${scene.actor} makes an event loop; nothing runs on it yet.`,
  LOOP_RUNS: ({ until }, scene) => {
    if (scene.isTidyingUp(until)) {
      return `\`asyncio.run()\` runs the loop once more to tidy up: until ${scene.task(until)} is done.`;
    }
    return until === null
      ? 'The loop starts to run; it goes on until `stop()` is called.'
      : `The loop starts to run; it goes on until ${scene.future(until)} is done.`;
  },
  LOOP_TURN: ({ ready }) => {
    if (ready === 0) return 'The loop begins a turn in which nothing is ready.';
    return ready === 1
      ? 'The loop begins a turn: it runs the one call that is ready; what that schedules waits for the next turn.'
      : `The loop begins a turn: it runs the ${ready} calls that are ready; what they schedule waits for the next turn.`;
  },
  LOOP_WAITS: ({ until }, scene) => {
    if (until === Infinity)
      return 'Nothing is ready and no timer is set: the loop waits for work outside.';
    const [next] = scene.before.timers;
    const what = next ? `, the deadline of ${timerOf(scene, next.name, next.target)}` : '';
    return `Nothing is ready, so the loop waits until ${atTime(until)}${what}.`;
  },
  LOOP_STOP: (_event, scene) => {
    const until = scene.before.loop?.until ?? null;
    if (scene.before.current?.name === 'run_until_complete' && until !== null) {
      return `${scene.future(until)} is done, so the loop stops at the end of this turn.`;
    }
    return `${scene.actor} calls \`stop()\`: the loop stops at the end of this turn.`;
  },
  LOOP_STOPPED: (_event, scene) => {
    const until = scene.before.loop?.until ?? null;
    return until === null
      ? 'The loop has stopped; the code that ran it goes on.'
      : `The loop has stopped, as ${scene.future(until)} is done; the code that ran it goes on.`;
  },
  LOOP_CLOSED: () => 'The loop is closed: nothing can be scheduled on it any more.',
  DEADLOCK: ({ text }) =>
    text
      ? `Nothing is ready and no timer is set, a ${text}.`
      : 'Nothing is ready and no timer is set: a deadlock.',

  HANDLE_SCHEDULED: ({ name, target, loop }, scene) => {
    const { cause, after } = scene;
    const isHere = loop === null || loop === after.loop?.id;
    const queue = isHere ? 'the ready queue' : 'the ready queue of another loop';
    if (name === 'step') {
      return isFirstStep(scene, target)
        ? `The first step of ${scene.task(target)} goes to the end of ${queue}: a new task does not run at once.`
        : `${scene.task(target)} only gave up its turn, so its next step goes to the end of the ready queue.`;
    }
    if (name === 'wakeup') {
      const reason = doneReason(scene, cause) ?? 'what it waited on is done';
      return `${scene.task(target)} becomes ready, at the end of ${queue}: ${reason}.`;
    }
    if (cause?.kind === 'TIMER_FIRED') {
      return `The timer of ${timerOf(scene, name, target)} fired, so its callback goes to the end of the ready queue.`;
    }
    if (cause?.kind === 'FUTURE_DONE') {
      return `${scene.doneFuture(cause)} is done, so ${callbackLabel(name)} goes to the end of ${queue}.`;
    }
    return `${callbackLabel(name)} goes to the end of ${queue}; it runs in the loop's next turn.`;
  },
  HANDLE_RUNS: ({ name, target }, scene) => {
    const scheduled = scene.cause;
    const origin = scene.causeOf(scheduled);
    const first = 'it was first in the ready queue';
    if (name === 'step') {
      return isFirstStep(scene, target)
        ? `${scene.task(target)} runs for the first time: ${first}.`
        : `${scene.task(target)} runs again: it had given up its turn, and ${first}.`;
    }
    if (name === 'wakeup') {
      const reason = doneReason(scene, origin) ?? 'what it waited on is done';
      return `${scene.task(target)} runs now: ${reason}, and ${first}.`;
    }
    if (origin?.kind === 'TIMER_FIRED') {
      return `The callback of ${timerOf(scene, name, target)} runs now: its timer fired, and ${first}.`;
    }
    if (origin?.kind === 'FUTURE_DONE') {
      return `${callbackLabel(name)} runs now: ${scene.doneFuture(origin)} is done, and ${first}.`;
    }
    return `${callbackLabel(name)} runs now: ${first}.`;
  },
  HANDLE_ENDS: (_event, { before }) => {
    const left = before.loop?.leftInTurn ?? 0;
    if (left === 0) return 'The call is over, and it was the last of this turn.';
    return `The call is over; the loop goes on with ${left === 1 ? 'the last one of this turn' : `the next of the ${left} left in this turn`}.`;
  },
  HANDLE_CANCELLED: ({ handle }, { before }) => {
    const name = before.ready.find(({ id }) => id === handle)?.name;
    const what = name ? `\`${name}\`` : 'The call';
    return `${what} is cancelled: it keeps its place, and the loop drops it when its turn comes.`;
  },
  HANDLE_DROPPED: ({ handle }, { before }) => {
    const name = before.ready.find(({ id }) => id === handle)?.name;
    const what = name ? `\`${name}\`` : 'the call';
    return `The loop drops ${what}: it was cancelled while it was in the queue.`;
  },
  TIMER_SET: ({ name, target, deadline, time }, scene) => {
    const when = `a timer is set for ${atTime(deadline)}`;
    if (name === 'timeout') {
      return `${scene.actor} may take ${formatDuration(deadline - time)} from here: ${when}.`;
    }
    return target === null
      ? `${scene.actor} wants \`${name}\` to be called in ${formatDuration(deadline - time)}: ${when}.`
      : `${scene.future(target)} is to last ${formatDuration(deadline - time)}: ${when}.`;
  },
  TIMER_FIRED: ({ handle, deadline }, scene) => {
    const timer = scene.before.timers.find(({ id }) => id === handle);
    const now = `It is ${atTime(scene.after.time)}`;
    if (!timer)
      return `${now}: a timer is due that was cancelled, and the loop will drop its call.`;
    const what = timerOf(scene, timer.name, timer.target);
    return `${now}: the timer of ${what} fires, set ${formatDuration(deadline - timer.set)} before.`;
  },
  TIMER_CANCELLED: ({ handle }, scene) => {
    const timer = findTimer(scene.before, handle);
    if (!timer) return 'A timer is cancelled that has fired already: the loop drops its call.';
    return `The timer of ${timerOf(scene, timer.name, timer.target)} is cancelled: it is not needed any more.`;
  },

  COROUTINE_CREATED: ({ coroutine, name }, scene) => {
    if (isTidyUp(name)) {
      const what =
        name === 'shutdown_asyncgens'
          ? 'it closes async generators that were left open'
          : 'it ends the threads of `run_in_executor()`';
      return `\`asyncio.run()\` tidies up with ${scene.coroutine(coroutine)}: ${what}.`;
    }
    if (name === '_wrap_awaitable') {
      return `A task drives coroutines only, so what is to be awaited gets one: ${scene.coroutine(coroutine)}, which awaits it.`;
    }
    return `Calling ${scene.coroutine(coroutine)} makes a coroutine object; none of its code runs yet.`;
  },
  COROUTINE_BEGINS: ({ coroutine, awaiter }, scene) => {
    const name = scene.coroutine(coroutine);
    if (scene.after.tasks.has(awaiter))
      return `${name} begins: this is the first step of its task.`;
    if (awaiter === null) return `${name} begins: it is driven by hand, without a task.`;
    return `${name} begins at once, in the same task: ${scene.coroutine(awaiter)} awaits it.`;
  },
  COROUTINE_RETURNS: ({ coroutine, value }, scene) => {
    const { awaiter, task } = scene.after.coroutines.get(coroutine) ?? {
      awaiter: null,
      task: null,
    };
    const name = scene.coroutine(coroutine);
    if (task !== null && scene.isTidyingUp(task)) {
      return `${name} returns: this program has left nothing of that kind.`;
    }
    if (awaiter !== null)
      return `${name} returns ${value} to ${scene.coroutine(awaiter)}, which awaited it.`;
    return task === null
      ? `${name} returns ${value}.`
      : `${name} returns ${value}, which becomes the result of its task.`;
  },
  COROUTINE_RAISES: ({ coroutine, exception }, scene) => {
    const { awaiter, task } = scene.after.coroutines.get(coroutine) ?? {
      awaiter: null,
      task: null,
    };
    const what = `${scene.coroutine(coroutine)} ends with ${exception}`;
    if (awaiter !== null)
      return `${what}, which is raised in ${scene.coroutine(awaiter)} at its await.`;
    return task === null ? `${what}.` : `${what}, and so does its task.`;
  },
  COROUTINE_NEVER_AWAITED: ({ coroutine }, scene) =>
    `${scene.coroutine(coroutine)} was called but never awaited, so none of its code ran.`,

  FUTURE_CREATED: ({ future, label }, scene) => {
    if (label === 'shield')
      return '`shield()` makes a future that stands between: a cancel stops there.';
    if (label === 'gather') return '`gather()` makes one future for all that it waits for.';
    if (label?.startsWith('sleep'))
      return `${scene.future(future)} makes a future, which its timer will complete.`;
    return `${scene.actor} makes a future: a place for a result that comes later.`;
  },
  FUTURE_FOLLOWS: ({ future, inner }, scene) =>
    `${scene.future(future)} will be done when ${scene.future(inner)} is.`,
  FUTURE_UNFOLLOWS: ({ future, inner }, scene) => {
    const { follows = [] } = scene.before.futures.get(future) ?? {};
    return follows.some((id) => id === inner)
      ? `${scene.future(future, scene.before)} no longer waits for ${scene.future(inner)}.`
      : `${scene.future(future)} had let go of ${scene.future(inner)} before: there is nothing to do.`;
  },
  FUTURE_DONE: ({ future, state, value }, scene) => {
    const what = scene.future(future);
    if (scene.after.tasks.has(future)) {
      if (state === 'cancelled')
        return `${what} is done, cancelled: CancelledError has ended its coroutine.`;
      if (state === 'exception')
        return `${what} is done, with ${value}: nothing in it caught that.`;
      return `${what} is done: its coroutine returned ${value}.`;
    }
    const waiting = (scene.before.futures.get(future)?.callbacks ?? []).length;
    const next = waiting > 0 ? ', and whoever waits for it is scheduled' : '';
    if (state === 'cancelled') {
      return scene.cause?.kind === 'CANCEL_REQUESTED'
        ? `${what} is cancelled: ${scene.task(scene.cause.task)} is to be cancelled and waits on it.`
        : `${what} is cancelled${next}.`;
    }
    if (state === 'exception') return `${what} is done with ${value}${next}.`;
    const timer = firedTimer(scene, scene.event);
    if (timer) return `${what} is over after ${timer}: its future is done${next}.`;
    return `${what} is done with the result ${value}${next}.`;
  },
  CALLBACK_ADDED: ({ future, name, target }, scene) => {
    const what = scene.future(future);
    if (name === 'wakeup') return `${scene.task(target)} is to be woken when ${what} is done.`;
    if (name === 'run_until_complete') return `The loop is to stop when ${what} is done.`;
    return `${callbackLabel(name)} is to be called when ${what} is done.`;
  },
  CALLBACK_REMOVED: ({ future, name }, scene) =>
    `${callbackLabel(name)} is no longer to be called when ${scene.future(future)} is done.`,
  UNHANDLED_EXCEPTION: ({ message, exception }) =>
    `Nobody handled ${exception ?? 'this'}, so the loop's exception handler is told: ${message}.`,

  TASK_CREATED: ({ task, coroutine, parent }, scene) => {
    if (scene.isTidyingUp(task))
      return `\`asyncio.run()\` makes a task of ${scene.coroutine(coroutine)}.`;
    const by = parent === null ? scene.actor : scene.task(parent);
    return `${by} makes a task of ${scene.coroutine(coroutine)}: the loop will run it when its turn comes.`;
  },
  TASK_NAMED: ({ task, name }, scene) => `${scene.task(task)} gets the name \`${name}\`.`,
  STEP_BEGINS: ({ task, woken_by: wokenBy, thrown }, scene) => {
    const name = scene.task(task);
    if (thrown) return `${name} takes a step in which ${thrown} is thrown into its coroutine.`;
    if (isFirstStep(scene, task)) return `${name} takes its first step: its coroutine begins.`;
    return wokenBy === null
      ? `${name} takes its next step, from where it gave up its turn.`
      : `${name} goes on from its await: ${scene.future(wokenBy)} is done.`;
  },
  TASK_WAITS: ({ task, future }, scene) =>
    future === null
      ? `${scene.task(task)} gives up its turn, and is ready again at once.`
      : `${scene.task(task)} is suspended until ${scene.future(future)} is done; the loop is free for others.`,
  STEP_ENDS: ({ task }, scene) => {
    const name = scene.task(task);
    const { state, waitingOn } = scene.after.tasks.get(task) ?? { state: 'done', waitingOn: null };
    if (state === 'waiting')
      return `The step of ${name} ends: it waits on ${scene.future(waitingOn)}.`;
    if (state === 'ready') return `The step of ${name} ends: it is in the ready queue again.`;
    return `The step of ${name} ends: the task is done.`;
  },
  CANCEL_REQUESTED: ({ task, passed_on: passedOn }, scene) => {
    const asks =
      scene.cause?.kind === 'CANCEL_REQUESTED'
        ? `${scene.task(scene.cause.task)} passes its cancel on and asks ${scene.task(task)} to cancel`
        : `${canceller(scene)} asks ${scene.task(task)} to cancel`;
    return passedOn === null || scene.wasDone(passedOn)
      ? `${asks}: CancelledError will be thrown into it at its next step.`
      : `${asks}: it waits on ${scene.future(passedOn)}, which is cancelled first.`;
  },
  CANCEL_DELIVERED: ({ task }, scene) => {
    const where = isFirstStep(scene, task)
      ? 'before it could begin'
      : 'at the await where it is parked';
    return `CancelledError is thrown into ${scene.task(task)}, ${where}.`;
  },
  CANCEL_SWALLOWED: ({ task, cancelling }, scene) =>
    cancelling === 0
      ? `${scene.task(task)} comes to an end of its own: its cancel was taken back.`
      : `${scene.task(task)} was asked to cancel, but it caught CancelledError and came to another end.`,
  UNCANCEL: ({ task, cancelling }, scene) =>
    `A cancel of ${scene.task(task)} is taken back: ${counted(cancelling, 'request')} left.`,
  TIMEOUT_ENTERED: ({ task, handle, deadline, time }, scene) =>
    handle === null
      ? `${scene.task(task)} enters a timeout without a deadline.`
      : `${scene.task(task)} enters a timeout: in ${formatDuration(deadline - time)} it is cancelled, if it is still in there.`,
  TIMEOUT_EXPIRED: ({ task }, scene) =>
    `The time is up and ${scene.task(task)} is still in its timeout, which therefore cancels it.`,
  TIMEOUT_EXITED: ({ task, expired }, scene) =>
    expired
      ? `${scene.task(task)} leaves its timeout too late: CancelledError becomes TimeoutError.`
      : `${scene.task(task)} leaves its timeout before the time was up.`,

  BUDGET_EXCEEDED: ({ count }) =>
    `The run is stopped: it has had the ${count} events of its budget. Does the program loop for ever?`,
};

/** @type {WeakMap<Replay, { end: number, names: TaskNames }>} */
const namesOfRuns = new WeakMap();

/** @param {Replay} replay */
function namesOf(replay) {
  let known = namesOfRuns.get(replay);
  if (known?.end !== replay.end) {
    known = { end: replay.end, names: new TaskNames(replay.events) };
    namesOfRuns.set(replay, known);
  }
  return known.names;
}

/**
 * @param {TraceEvent} event
 * @param {Replay} replay of the run that it is of
 * @returns {string} names of code are between backticks
 */
export function why(event, replay) {
  const sentence = /** @type {((event: TraceEvent, scene: Scene) => string) | undefined} */ (
    SENTENCES[event.kind]
  );
  return capitalized(sentence?.(event, new Scene(event, replay, namesOf(replay))) ?? '');
}
