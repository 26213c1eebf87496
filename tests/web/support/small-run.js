import { TraceWriter } from './trace-writer.js';

/**
 * A run in the order the runtime writes: main makes `count` tasks that sleep 1, 2, ... seconds,
 * cancels the last one, and awaits them in turn.
 */
export class SmallRun {
  trace = new TraceWriter();
  #lastId = 0;

  /** @param {number} count */
  constructor(count) {
    const { trace } = this;
    trace.emit('PROGRAM_BEGINS', { name: 'small', cause: 0 });
    trace.emit('LINE', { line: 40 });
    const loop = this.#id();
    trace.emit('LOOP_CREATED', { loop });
    const main = this.#task('main', null);
    trace.emit('LOOP_RUNS', { loop, until: main.task });

    this.#turn(loop, 1, 0);
    this.#beginStep(main);
    const children = [];
    for (let index = 1; index <= count; index++) {
      trace.emit('LINE', { coroutine: main.coroutine, line: 10 + index });
      children.push(this.#task('delay', main.task));
    }
    const last = children[count - 1];
    this.#waitFor(main, children[0].task);
    this.#turn(loop, count, 0);
    const sleeps = children.map((child, index) => {
      this.#beginStep(child);
      trace.emit('LINE', { coroutine: child.coroutine, line: 3 });
      trace.emit('OUTPUT', { fd: 1, text: `sleeping for ${index + 1} second(s)\n` });
      return this.#sleep(child, index + 1);
    });

    for (const [index, child] of children.entries()) {
      const deadline = index + 1;
      const { future, timer } = sleeps[index];
      trace.emit('LOOP_WAITS', { loop, until: deadline });
      trace.time = deadline;
      if (child === last && count > 1) {
        this.#cancelAndEnd(main, child, future, timer, loop);
        break;
      }
      const fired = trace.emit('TIMER_FIRED', { handle: timer, deadline, cause: child.slept });
      const scheduled = trace.emit('HANDLE_SCHEDULED', {
        handle: timer,
        name: 'set_result',
        target: future,
        cause: fired,
      });
      this.#turn(loop, 1, children.length - index - 1);
      trace.emit('HANDLE_RUNS', {
        handle: timer,
        name: 'set_result',
        target: future,
        cause: scheduled,
      });
      const done = trace.emit('FUTURE_DONE', { future, state: 'result', value: 'None' });
      this.#wake(child, done);
      trace.emit('HANDLE_ENDS', { handle: timer });
      this.#turn(loop, 1, children.length - index - 1);
      this.#beginStep(child, future);
      trace.emit('COROUTINE_RETURNS', { coroutine: child.coroutine, value: String(index + 1) });
      const ended = trace.emit('FUTURE_DONE', {
        future: child.task,
        state: 'result',
        value: String(index + 1),
      });
      this.#wake(main, ended);
      this.#endStep(child);
      this.#turn(loop, 1, children.length - index - 1);
      this.#beginStep(main, child.task);
      if (index + 1 < count) this.#waitFor(main, children[index + 1].task);
    }

    trace.emit('COROUTINE_RETURNS', { coroutine: main.coroutine, value: 'None' });
    trace.emit('FUTURE_DONE', { future: main.task, state: 'result', value: 'None' });
    this.#endStep(main);
    trace.emit('LOOP_STOPPED', { loop });
    trace.emit('LOOP_CLOSED', { loop });
    trace.emit('PROGRAM_ENDS', { status: 0 });
  }

  #id() {
    return ++this.#lastId;
  }

  /**
   * @param {string} name
   * @param {number | null} parent
   */
  #task(name, parent) {
    const { trace } = this;
    const coroutine = this.#id();
    trace.emit('COROUTINE_CREATED', { coroutine, name });
    const task = this.#id();
    const created = trace.emit('TASK_CREATED', { task, coroutine, name: `Task-${task}`, parent });
    const handle = this.#id();
    trace.emit('HANDLE_SCHEDULED', { handle, name: 'step', target: task, cause: created });
    return { name, task, coroutine, handle, scheduled: trace.seq, begun: false, slept: 0 };
  }

  /** @typedef {{ name: string, task: number, coroutine: number, handle: number, scheduled: number, begun: boolean, slept: number }} Child */

  /**
   * @param {number} loop
   * @param {number} ready
   * @param {number} timers
   */
  #turn(loop, ready, timers) {
    this.trace.emit('LOOP_TURN', { loop, ready, timers });
  }

  /**
   * @param {Child} child
   * @param {number | null} [wokenBy]
   */
  #beginStep(child, wokenBy = null) {
    const { trace } = this;
    trace.emit('HANDLE_RUNS', {
      handle: child.handle,
      name: child.begun ? 'wakeup' : 'step',
      target: child.task,
      cause: child.scheduled,
    });
    trace.emit('STEP_BEGINS', { task: child.task, woken_by: wokenBy });
    if (!child.begun) {
      trace.emit('COROUTINE_BEGINS', { coroutine: child.coroutine, awaiter: child.task });
    }
    child.begun = true;
  }

  /** @param {Child} child */
  #endStep(child) {
    this.trace.emit('STEP_ENDS', { task: child.task });
    this.trace.emit('HANDLE_ENDS', { handle: child.handle });
  }

  /**
   * @param {Child} child
   * @param {number} future
   */
  #waitFor(child, future) {
    const { trace } = this;
    trace.emit('CALLBACK_ADDED', { future, name: 'wakeup', target: child.task });
    trace.emit('TASK_WAITS', { task: child.task, future });
    this.#endStep(child);
  }

  /**
   * @param {Child} child
   * @param {number} seconds
   */
  #sleep(child, seconds) {
    const { trace } = this;
    const future = this.#id();
    trace.emit('FUTURE_CREATED', { future, label: `sleep(${seconds})` });
    const timer = this.#id();
    child.slept = trace.emit('TIMER_SET', {
      handle: timer,
      name: 'set_result',
      target: future,
      deadline: trace.time + seconds,
    });
    this.#waitFor(child, future);
    return { future, timer };
  }

  /**
   * @param {Child} child
   * @param {number} cause
   */
  #wake(child, cause) {
    child.handle = this.#id();
    child.scheduled = this.trace.emit('HANDLE_SCHEDULED', {
      handle: child.handle,
      name: 'wakeup',
      target: child.task,
      cause,
    });
  }

  /**
   * A callback of the host cancels the last child.
   * @param {Child} main
   * @param {Child} child
   * @param {number} future
   * @param {number} timer
   * @param {number} loop
   */
  #cancelAndEnd(main, child, future, timer, loop) {
    const { trace } = this;
    const called = trace.emit('HOST_CALL', { name: 'cancel', object: child.task, cause: 0 });
    const asked = trace.emit('CANCEL_REQUESTED', {
      task: child.task,
      cancelling: 1,
      passed_on: future,
      cause: called,
    });
    const done = trace.emit('FUTURE_DONE', { future, state: 'cancelled', cause: asked });
    this.#wake(child, done);
    this.#turn(loop, 1, 1);
    this.#beginStep(child, future);
    trace.emit('CANCEL_DELIVERED', { task: child.task });
    trace.emit('TIMER_CANCELLED', { handle: timer });
    trace.emit('COROUTINE_RAISES', { coroutine: child.coroutine, exception: 'CancelledError()' });
    const ended = trace.emit('FUTURE_DONE', { future: child.task, state: 'cancelled' });
    this.#wake(main, ended);
    this.#endStep(child);
    this.#turn(loop, 1, 0);
    this.#beginStep(main, child.task);
  }
}
