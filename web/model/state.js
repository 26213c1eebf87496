import { GrowingList } from './growing-list.js';
import { IdMap } from './id-map.js';

/**
 * What is known after some event of a run: everything a view shows. States are immutable and share
 * what did not change, so `===` tells a view that a part of it is the same as before.
 *
 * @typedef {import('../trace/event.js').Outcome} Outcome
 *
 * @typedef {'ready' | 'running' | 'waiting' | 'done'} TaskState
 *
 * @typedef {object} Callback    a done callback of a future
 * @property {string | null} name
 * @property {number | null} target   the task that it wakes, or another object
 *
 * @typedef {object} Timeout     an `async with timeout()` that a task is in
 * @property {number | null} handle   its timer; null: no deadline
 * @property {number} deadline
 * @property {boolean} expired
 *
 * @typedef {object} Task
 * @property {number} id
 * @property {string} name
 * @property {number | null} coroutine
 * @property {string} coroutineName
 * @property {number | null} parent     the task that made it; null: top-level code or a callback
 * @property {TaskState} state
 * @property {Outcome | null} outcome
 * @property {string | null} value      repr of the result or exception, or the cancel message
 * @property {number | null} waitingOn  a future or task
 * @property {number} cancelling        cancel requests not taken back
 * @property {boolean} mustCancel       CancelledError is thrown at its next step
 * @property {boolean} cancelDelivered  CancelledError has been thrown into its coroutine
 * @property {number | null} innermost  the coroutine that runs when the task runs
 * @property {number | null} line       where it is, or is parked, in the program's source
 * @property {readonly Timeout[]} timeouts   outermost first
 * @property {readonly number[]} follows
 * @property {readonly Callback[]} callbacks
 * @property {number} created   seq of the event
 * @property {number | null} ended     seq of the event
 *
 * @typedef {object} Future
 * @property {number} id
 * @property {string} label   "Future", or what made it: "sleep(3)", "shield", "gather"
 * @property {boolean} done
 * @property {Outcome | null} outcome
 * @property {string | null} value
 * @property {readonly number[]} follows   futures or tasks whose end ends it
 * @property {readonly Callback[]} callbacks
 * @property {number} created   seq of the event
 *
 * @typedef {'created' | 'running' | 'suspended' | 'returned' | 'raised' | 'never awaited'} CoroutineState
 *
 * @typedef {object} Coroutine
 * @property {number} id
 * @property {string} name
 * @property {CoroutineState} state
 * @property {number | null} awaiter   the coroutine that awaits it; null: its task drives it
 * @property {number | null} task
 * @property {number | null} line
 * @property {string | null} value     repr of what it returned or raised
 *
 * @typedef {object} Handle      a call in the ready queue
 * @property {number} id
 * @property {string} name       "step", "wakeup" or the callback's name
 * @property {number | null} target
 * @property {number | null} cause   seq of the event that scheduled it
 * @property {number} seq            of the event that put it where it is now
 * @property {boolean} cancelled
 * @property {number | null} deadline   of the timer it was; null: it was none
 *
 * @typedef {Handle & { line: number | null }} RunningHandle
 *
 * @typedef {object} Timer
 * @property {number} id
 * @property {string} name
 * @property {number | null} target
 * @property {number} deadline
 * @property {number} set   the loop time at which it was set
 * @property {number} seq   of the event that set it
 *
 * @typedef {object} Loop
 * @property {number} id
 * @property {boolean} running
 * @property {boolean} stopping
 * @property {boolean} closed
 * @property {number} turn
 * @property {number} leftInTurn   handles that this turn still runs
 * @property {number | null} waitsUntil   Infinity: for work outside; null: it does not wait
 * @property {number | null} until        the future or task it runs for
 * @property {string | null} deadlock     who waits on what
 *
 * @typedef {object} LoopQueue   a loop that does not show, with what is scheduled on it
 * @property {Loop} loop
 * @property {readonly Handle[]} ready
 * @property {readonly Timer[]} timers
 *
 * @typedef {object} Program
 * @property {string | null} name
 * @property {'not started' | 'running' | 'ended' | 'budget exceeded'} status
 * @property {number | null} exitStatus
 * @property {string | null} exception   the one that nobody caught
 * @property {number | null} line        of top-level code
 *
 * @typedef {object} Output
 * @property {number} fd   1 stdout, 2 stderr
 * @property {string} text
 * @property {number} time
 * @property {number} seq
 * @property {number | null} task
 *
 * @typedef {object} Report      an exception nobody handled, as the loop's handler got it
 * @property {number | null} object
 * @property {string | null} message
 * @property {string | null} exception
 * @property {number} seq
 *
 * @typedef {object} State
 * @property {number} seq    of the last event; 0: nothing has happened
 * @property {number} time   loop time, seconds
 * @property {number | null} line   of the last event
 * @property {Program} program
 * @property {Loop | null} loop
 * @property {RunningHandle | null} current   the call that the loop is in
 * @property {number | null} currentTask      the task whose step runs
 * @property {readonly Handle[]} ready        the next one first
 * @property {readonly Timer[]} timers        by deadline, then age
 * @property {readonly LoopQueue[]} otherLoops   alive beside `loop`; `ready` and `timers` are its own
 * @property {IdMap<Task>} tasks
 * @property {IdMap<Future>} futures          those that are no tasks
 * @property {IdMap<Coroutine>} coroutines
 * @property {GrowingList<Output>} output
 * @property {GrowingList<Report>} reports
 */

/** @type {Readonly<State>} */
export const INITIAL_STATE = {
  seq: 0,
  time: 0,
  line: null,
  program: { name: null, status: 'not started', exitStatus: null, exception: null, line: null },
  loop: null,
  current: null,
  currentTask: null,
  ready: [],
  timers: [],
  otherLoops: [],
  tasks: new IdMap(),
  futures: new IdMap(),
  coroutines: new IdMap(),
  output: new GrowingList(),
  reports: new GrowingList(),
};
