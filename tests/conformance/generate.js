/** Makes up programs: each ends, and the same seed gives the same program. */
import { seededRandom } from '../web/support/random.js';

/**
 * @typedef {import('./nodes.js').Node} Node
 * @typedef {import('./nodes.js').Program} Program
 */

/*
 * Nothing may wait for itself, around any number of corners, or CPython overflows its stack when
 * that is cancelled. So coroutines are in an order: each starts and awaits only later ones, and a
 * variable holds only what is LEVEL or later of a coroutine: who awaits it is an earlier one.
 * Functions of the loop are in an order, too, and start nothing but the last coroutine, which
 * starts nothing.
 */
const ANY_LEVEL = 99;
const LEVELS = [ANY_LEVEL, ANY_LEVEL, 1, 1, 2, 3, 4];
const OBJECT_LEVELS = [1, 2];
/*
 * A coroutine that is awaited runs on the stack of who awaits it: unlike in CPython nobody else can
 * drive or close it meanwhile. So one is only ever awaited, and one only made a task of.
 */
const AWAITED_OBJECT = 0;
const DRIVEN_OBJECT = 1;
const GROUP_LEVELS = [1, 2, 3];
const HANDLES = 3;
const TIMEOUT_VARIABLES = 2;
const RETURN_WHEN = 3;
const MOST_COROUTINES = 5;
const MOST_FUNCTIONS = 4;
const DEEPEST_BODY = 3;
const DEEPEST_AWAITABLE = 3;

/** Few of them, so that deadlines meet; 0.1 and 0.2 add up to more than 0.3. */
const SECONDS = [0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 0.5, 0.1, 0.2, 0.3, -1];
const TIMEOUTS = [...SECONDS, null];
const ERRORS = ['ValueError', 'ValueError', 'OSError', 'TimeoutError', 'RuntimeError'];
const RARE_ERRORS = ['CancelledError', 'StopIteration', 'Exception', 'InvalidStateError'];
const INTERRUPTS = ['KeyboardInterrupt', 'SystemExit', 'BaseException'];
const EXITS = ['GeneratorExit'];
const CAUGHT = [
  'CancelledError',
  'CancelledError',
  'CancelledError',
  'TimeoutError',
  'ValueError',
  'Exception',
  'Exception',
  'BaseException',
  'ExceptionGroup',
];
/** An error that nobody catches ends a program before much has happened. */
const RISKY = [
  'await',
  'result',
  'exception',
  'set_result',
  'set_exception',
  'raise',
  'send_object',
  'throw_object',
];
/** Percent of them that are within a `try` of their own, by depth. */
const SAFE = [65, 25, 10];
const GARBAGE = [0, 0, 0, 0, 0, 0, 0, 0, 64 * 1024, 256 * 1024];
/** So many that the loop takes another way through those that are ready. */
const MANY_TASKS = 1100;
/** Seconds after which futures nobody has completed are. */
const RESCUE_AT = 30;

class Generator {
  #random;
  #coroutines = 0;
  /** How likely they are among errors: hardly anything happens after one. */
  #interrupts = 0;
  /**
   * And these: they close what is awaited. CPython does it twice for one that awaits all the same,
   * but for one that somebody else has, as an object is had by a variable, or by `wait_for`.
   */
  #exits = 0;
  #functions = 0;

  /** @param {number} seed */
  constructor(seed) {
    this.#random = seededRandom(seed);
    // Neighbouring seeds begin alike.
    for (let i = 0; i < 4; i++) this.#random(2);
  }

  /** @param {number} percent */
  #chance(percent) {
    return this.#random(100) < percent;
  }

  /** @template T @param {readonly T[]} items @returns {T} */
  #pick(items) {
    return items[this.#random(items.length)];
  }

  /**
   * @template T
   * @param {readonly [number, T][]} choices   weights and what they stand for
   * @returns {T}
   */
  #weighted(choices) {
    let left = this.#random(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, choice] of choices) {
      if (left < weight) return choice;
      left -= weight;
    }
    throw new RangeError('no weights');
  }

  /** @returns {Program} */
  program() {
    this.#coroutines = 2 + this.#random(MOST_COROUTINES - 1);
    this.#interrupts = this.#chance(10) ? 20 : 0;
    this.#exits = this.#chance(15) ? 200 : 0;
    this.#functions = 1 + this.#random(MOST_FUNCTIONS);
    /** @type {Scope[]} */
    const coroutines = Array.from({ length: this.#coroutines }, (_, level) => ({
      level,
      function: null,
      handling: false,
    }));
    /** @type {Scope[]} */
    const functions = Array.from({ length: this.#functions }, (_, index) => ({
      level: this.#coroutines - 2,
      function: index,
      handling: false,
    }));
    const [main, ...others] = coroutines.map((scope) => [
      ...(scope.level === 0 ? this.#firstTasks() : []),
      ...this.#body(scope, 0, scope.level === 0 ? 4 : 2),
    ]);
    const bodies = functions.map((scope) => [
      { kind: 'argument' },
      ...this.#body(scope, DEEPEST_BODY - 1, 1),
    ]);
    if (this.#chance(85)) {
      main.unshift({ kind: 'call_later', handle: 0, function: bodies.length, seconds: RESCUE_AT });
      bodies.push([{ kind: 'rescue' }]);
    }
    if (this.#chance(60)) main.push({ kind: 'await', awaitable: this.#sleep([5, 8]) });
    return {
      runs: this.#weighted([
        [85, 'once'],
        [5, 'twice'],
        [5, 'twice in one loop'],
        [5, 'in debug mode'],
      ]),
      garbage: this.#pick(GARBAGE),
      variables: LEVELS.length,
      objects: OBJECT_LEVELS.length,
      handles: HANDLES,
      timeouts: TIMEOUT_VARIABLES,
      groups: GROUP_LEVELS.length,
      coroutines: [main, ...others],
      functions: bodies,
    };
  }

  /** Something to happen in most programs. @returns {Node[]} */
  #firstTasks() {
    const tasks = Array.from({ length: 1 + this.#random(3) }, () => {
      const variable = this.#pick(this.#indicesFrom(1, LEVELS));
      const level = LEVELS[variable];
      return level < this.#coroutines
        ? { kind: 'create_task', variable, awaitable: this.#coroutine(level) }
        : { kind: 'ensure_future', variable, awaitable: this.#awaitable(level, 1, DRIVEN_OBJECT) };
    });
    return this.#chance(20) ? [...tasks, ...this.#firstObject()] : tasks;
  }

  /** A task whose coroutine others know, too. @returns {Node[]} */
  #firstObject() {
    const object = DRIVEN_OBJECT;
    const level = OBJECT_LEVELS[object];
    if (level >= this.#coroutines) return [];
    const variables = LEVELS.flatMap((it, index) => (it <= level ? [index] : []));
    return [
      {
        kind: 'create_object',
        object,
        coroutine: level + this.#random(this.#coroutines - level),
      },
      {
        kind: 'create_task',
        variable: this.#pick(variables),
        awaitable: { kind: 'object', object },
      },
    ];
  }

  /**
   * @typedef {object} Scope
   * @property {number} level   starts and awaits only coroutines above it
   * @property {number | null} function   which one this is; null: a coroutine
   * @property {boolean} handling   within an `except`
   */

  /** @param {Scope} scope */
  #canCall(scope) {
    const isLast = scope.function === null && scope.level === this.#coroutines - 1;
    return !isLast && (scope.function ?? -1) + 1 < this.#functions;
  }

  /** @param {Scope} scope */
  #function(scope) {
    const first = (scope.function ?? -1) + 1;
    return first + this.#random(this.#functions - first);
  }

  /**
   * @param {Scope} scope
   * @param {number} depth
   * @param {number} least
   * @returns {Node[]}
   */
  #body(scope, depth, least) {
    const length = least + this.#random(depth ? 3 : 5);
    return Array.from({ length }, () => {
      const statement = this.#statement(scope, depth);
      const isRisky = RISKY.includes(statement.kind) && depth < DEEPEST_BODY;
      return isRisky && this.#chance(SAFE[depth])
        ? this.#try(scope, depth, [statement])
        : statement;
    });
  }

  /** @param {number} level @param {number[]} levels @returns {number[]} */
  #indicesFrom(level, levels) {
    return levels.flatMap((it, index) => (it >= level ? [index] : []));
  }

  /** @param {readonly number[]} [seconds] @returns {Node} */
  #sleep(seconds = SECONDS) {
    const value = this.#chance(20) ? this.#random(9) : null;
    return { kind: 'sleep', seconds: this.#pick(seconds), maybe_value: value };
  }

  /**
   * Of coroutines of that level or later.
   * @param {number} level
   * @param {number} depth
   * @param {number | null} object   that may stand here
   * @returns {Node}
   */
  #awaitable(level, depth, object) {
    const coroutines = this.#coroutines - level;
    const deeper = depth < DEEPEST_AWAITABLE;
    /** @type {[number, () => Node][]} */
    const choices = [
      [8, () => this.#sleep()],
      [12, () => ({ kind: 'variable', variable: this.#pick(this.#indicesFrom(level, LEVELS)) })],
    ];
    if (coroutines > 0) {
      const coroutine = () => level + this.#random(coroutines);
      choices.push([10, () => ({ kind: 'call', coroutine: coroutine() })]);
      choices.push([1, () => ({ kind: 'own', coroutine: coroutine() })]);
    }
    if (object !== null && OBJECT_LEVELS[object] >= level) {
      choices.push([2, () => ({ kind: 'object', object })]);
    }
    if (deeper) {
      choices.push([7, () => this.#waitFor(level, depth)]);
      choices.push([
        6,
        () => ({ kind: 'shield', awaitable: this.#awaitable(level, depth + 1, DRIVEN_OBJECT) }),
      ]);
      choices.push([2, () => this.#wait(level)]);
      choices.push([
        5,
        () => ({
          kind: 'gather',
          awaitables: this.#awaitables(level, depth + 1),
          flag: this.#chance(40),
        }),
      ]);
    }
    return this.#weighted(choices)();
  }

  /** @param {number} level @param {number} depth @returns {Node[]} */
  #awaitables(level, depth) {
    return Array.from({ length: this.#random(4) }, () =>
      this.#awaitable(level, depth, DRIVEN_OBJECT),
    );
  }

  /** @param {number} level @returns {Node} */
  #wait(level) {
    const indices = this.#indicesFrom(level, LEVELS);
    const count = this.#chance(5) ? 0 : 1 + this.#random(3);
    return {
      kind: 'counted_wait',
      variables: Array.from({ length: count }, () => this.#pick(indices)),
      maybe_seconds: this.#pick(TIMEOUTS),
      mode: this.#random(RETURN_WHEN),
    };
  }

  /** @param {number} level @param {number} depth @returns {Node} */
  #waitFor(level, depth) {
    return {
      kind: 'wait_for',
      awaitable: this.#exits ? this.#sleep() : this.#awaitable(level, depth + 1, null),
      maybe_seconds: this.#pick(TIMEOUTS),
    };
  }

  /** What create_task() takes: nothing but coroutines. @param {number} level @returns {Node} */
  #coroutine(level) {
    /** @type {[number, () => Node][]} */
    const choices = [
      [1, () => this.#sleep()],
      [2, () => this.#waitFor(level, 1)],
    ];
    const coroutines = this.#coroutines - level;
    if (coroutines > 0) {
      choices.push([12, () => ({ kind: 'call', coroutine: level + this.#random(coroutines) })]);
    }
    if (OBJECT_LEVELS[DRIVEN_OBJECT] >= level) {
      choices.push([3, () => ({ kind: 'object', object: DRIVEN_OBJECT })]);
    }
    return this.#weighted(choices)();
  }

  /** By hand; nobody may send anything else into one that has not begun. */
  #sent() {
    return this.#chance(10) ? this.#random(9) : null;
  }

  #message() {
    return this.#chance(30) ? this.#random(9) : null;
  }

  /** @returns {{ exception: string, text: number | null }} */
  #error() {
    const errors = this.#weighted([
      [60, ERRORS],
      [6, RARE_ERRORS],
      [this.#interrupts, INTERRUPTS],
      [this.#exits, EXITS],
    ]);
    return { exception: this.#pick(errors), text: this.#chance(70) ? this.#random(9) : null };
  }

  /** CPython takes a StopIteration for the result of what is awaited. */
  #thrown() {
    const error = this.#error();
    return error.exception === 'StopIteration' ? { ...error, exception: 'ValueError' } : error;
  }

  /**
   * @param {Scope} scope
   * @param {number} depth
   * @returns {Node}
   */
  #statement(scope, depth) {
    const inCoroutine = scope.function === null;
    const above = scope.level + 1;
    const variable = () => this.#random(LEVELS.length);
    const awaitedObject = this.#exits ? null : AWAITED_OBJECT;
    const ofCoroutines = () => ({ awaitable: this.#awaitable(above, 0, awaitedObject) });
    /** Both keep the order: of who starts it, and of who awaits it. */
    const into = () => {
      const target = variable();
      return { variable: target, level: Math.max(above, LEVELS[target]) };
    };
    /** @type {[number, () => Node][]} */
    const choices = [
      [2, () => ({ kind: 'say' })],
      [
        9,
        () => {
          const { variable, level } = into();
          // No coroutine is of any level: a future is.
          if (level === ANY_LEVEL) return { kind: 'create_future', variable };
          return { kind: 'create_task', variable, awaitable: this.#coroutine(level) };
        },
      ],
      [
        4,
        () => {
          const { variable, level } = into();
          return {
            kind: 'ensure_future',
            variable,
            awaitable: this.#awaitable(level, 1, DRIVEN_OBJECT),
          };
        },
      ],
      [1, () => ({ kind: 'create_future', variable: variable() })],
      [9, () => ({ kind: 'cancel', variable: variable(), message: this.#message() })],
      [2, () => ({ kind: 'uncancel_task', variable: variable() })],
      [4, () => ({ kind: 'state', variable: variable() })],
      [2, () => ({ kind: 'result', variable: variable() })],
      [2, () => ({ kind: 'exception', variable: variable() })],
      [3, () => ({ kind: 'set_result', variable: variable(), value: this.#random(9) })],
      [2, () => ({ kind: 'set_exception', variable: variable(), ...this.#error() })],
      [1, () => ({ kind: 'set_name', variable: variable(), text: this.#random(9) })],
      [1, () => ({ kind: 'coroutine_name', variable: variable() })],
      [1, () => ({ kind: 'all_tasks' })],
      [2, () => ({ kind: 'cancel_handle', handle: this.#random(HANDLES) })],
      [1, () => ({ kind: 'show_handle', handle: this.#random(HANDLES) })],
      [1, () => ({ kind: 'time_sleep', seconds: Math.max(0, this.#pick(SECONDS)) })],
      [2, () => ({ kind: 'raise', ...this.#error() })],
    ];
    if (this.#exits || this.#chance(15)) {
      const object = DRIVEN_OBJECT;
      choices.push(
        [10, () => ({ kind: 'close_object', object })],
        [10, () => ({ kind: 'send_object', object, maybe_value: this.#sent() })],
        [4, () => ({ kind: 'throw_object', object, ...this.#thrown() })],
      );
    }
    if (this.#chance(2)) choices.push([2, () => ({ kind: 'stop' })]);
    if (this.#chance(2)) choices.push([1, () => ({ kind: 'many_timers', times: 120 })]);
    if (this.#chance(1)) choices.push([1, () => ({ kind: 'many_tasks', times: MANY_TASKS })]);
    if (this.#chance(2)) choices.push([4, () => this.#misuse()]);
    if (this.#canCall(scope)) {
      const call = () => ({ handle: this.#random(HANDLES), function: this.#function(scope) });
      choices.push(
        [3, () => ({ kind: 'call_soon', ...call() })],
        [3, () => ({ kind: 'call_later', ...call(), seconds: this.#pick(SECONDS) })],
        [1, () => ({ kind: 'call_at', ...call(), seconds: this.#pick(SECONDS) })],
        [
          3,
          () => ({
            kind: 'add_done_callback',
            variable: variable(),
            function: this.#function(scope),
          }),
        ],
        [
          1,
          () => ({
            kind: 'remove_done_callback',
            variable: variable(),
            function: this.#function(scope),
          }),
        ],
      );
    }
    if (inCoroutine) {
      choices.push(
        [22, () => ({ kind: 'await', ...ofCoroutines() })],
        [2, () => ({ kind: 'cancelling' })],
        [2, () => ({ kind: 'uncancel' })],
        [1, () => ({ kind: 'cancel_current', message: this.#message() })],
        [2, () => ({ kind: 'return', maybe_value: this.#random(9) })],
      );
      if (this.#chance(5)) {
        choices.push([3, () => ({ kind: 'await', awaitable: { kind: 'current_task' } })]);
      }
      if (scope.level < this.#coroutines - 1) {
        const object = this.#random(OBJECT_LEVELS.length);
        const level = Math.max(above, OBJECT_LEVELS[object]);
        if (level < this.#coroutines) {
          const coroutine = level + this.#random(this.#coroutines - level);
          choices.push([4, () => ({ kind: 'create_object', object, coroutine })]);
        }
      }
    }
    if (this.#chance(30)) choices.push(...this.#timeouts());
    const group = this.#random(GROUP_LEVELS.length);
    if (above <= GROUP_LEVELS[group]) {
      choices.push([this.#chance(10) ? 2 : 0, () => this.#groupTask(group, above)]);
    }
    if (scope.handling) choices.push([4, () => ({ kind: 'reraise' })]);
    if (depth < DEEPEST_BODY) {
      const inner = (least = 1) => this.#body(scope, depth + 1, least);
      choices.push(
        [16, () => this.#try(scope, depth)],
        [
          2,
          () => ({
            kind: 'if_done',
            variable: variable(),
            body: inner(),
            body2: this.#chance(40) ? inner() : [],
          }),
        ],
        [1, () => ({ kind: 'repeat', times: 2, body: inner() })],
      );
      if (inCoroutine) {
        choices.push(
          [6, () => this.#withTimeout(scope, depth)],
          [
            2,
            () => ({
              kind: 'as_completed',
              awaitables: this.#awaitables(above, 1),
              maybe_seconds: this.#pick(TIMEOUTS),
              flag: this.#chance(60),
              body: this.#chance(30) ? inner() : [],
            }),
          ],
        );
        const groups = this.#indicesFrom(above, GROUP_LEVELS);
        if (groups.length) choices.push([4, () => this.#withGroup(scope, depth, groups)]);
      }
    }
    return this.#weighted(choices)();
  }

  /** What no callback may do. @returns {Node} */
  #misuse() {
    return this.#pick([
      { kind: 'nested_run' },
      { kind: 'run_until_complete', variable: 0 },
      { kind: 'run_forever' },
      { kind: 'close_loop' },
    ]);
  }

  /** @returns {[number, () => Node][]} */
  #timeouts() {
    const timeout = this.#random(TIMEOUT_VARIABLES);
    return [
      [3, () => ({ kind: 'reschedule', timeout, maybe_seconds: this.#pick(TIMEOUTS) })],
      [1, () => ({ kind: 'show_timeout', timeout })],
    ];
  }

  /** @param {Scope} scope @param {number} depth @returns {Node} */
  #withTimeout(scope, depth) {
    const timeout = this.#random(TIMEOUT_VARIABLES);
    const body = this.#body(scope, depth + 1, 1);
    if (this.#chance(5)) return { kind: 'again_with_timeout', timeout, body };
    if (this.#chance(30)) {
      const node = { kind: 'reschedule', timeout, maybe_seconds: this.#pick(TIMEOUTS) };
      body.splice(this.#random(body.length + 1), 0, node);
    }
    return {
      kind: 'with_timeout',
      timeout,
      maybe_seconds: this.#pick(TIMEOUTS),
      flag: this.#chance(20),
      body,
    };
  }

  /** @param {number} group @param {number} above @returns {Node} */
  #groupTask(group, above) {
    const level = Math.max(above, GROUP_LEVELS[group]);
    const variables = LEVELS.flatMap((it, index) => (it <= level ? [index] : []));
    return {
      kind: 'group_create_task',
      group,
      variable: this.#pick(variables),
      awaitable: this.#coroutine(level),
    };
  }

  /** @param {Scope} scope @param {number} depth @param {number[]} groups @returns {Node} */
  #withGroup(scope, depth, groups) {
    const group = this.#pick(groups);
    const tasks = Array.from({ length: 1 + this.#random(3) }, () =>
      this.#groupTask(group, scope.level + 1),
    );
    const body = this.#body(scope, depth + 1, 0);
    const kind = this.#chance(5) ? 'again_with_group' : 'with_group';
    return { kind, group, body: [...tasks, ...body] };
  }

  /** @param {Scope} scope @param {number} depth @param {Node[]} [first] @returns {Node} */
  #try(scope, depth, first = []) {
    const count = this.#weighted([
      [2, 0],
      [6, 1],
      [2, 2],
    ]);
    const handlers = Array.from({ length: count }, () => ({
      exception: this.#pick(CAUGHT),
      body: this.#body({ ...scope, handling: true }, depth + 1, 0),
    }));
    const hasFinally = count === 0 || this.#chance(30);
    return {
      kind: 'try',
      body: [...first, ...this.#body(scope, depth + 1, first.length ? 0 : 1)],
      handlers,
      body2: hasFinally ? this.#body(scope, depth + 1, 1) : [],
    };
  }
}

/** Far enough apart that the programs of two runs are not the same ones. */
const MOST_PROGRAMS = 10_000_000;

/**
 * @param {number} run   its seed
 * @param {number} count
 * @returns {number[]} seeds of programs
 */
export function seedsOf(run, count) {
  return Array.from({ length: count }, (_, i) => run * MOST_PROGRAMS + i);
}

/** @param {number} seed @returns {Program} */
export function generate(seed) {
  return new Generator(seed).program();
}
