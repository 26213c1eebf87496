/** Writes a random program as Python. */
import { readFileSync } from 'node:fs';
import { labelsOf } from './nodes.js';

/**
 * @typedef {import('./nodes.js').Node} Node
 * @typedef {import('./nodes.js').Program} Program
 */

const INDENT = '    ';
/** As asyncio.h numbers them. */
const RETURN_WHEN = ['ALL_COMPLETED', 'FIRST_COMPLETED', 'FIRST_EXCEPTION'];
const FROM_ASYNCIO = ['CancelledError', 'InvalidStateError'];

/** What a program needs to run by itself, or to be observed. */
const PRELUDE = readFileSync(new URL('prelude.py', import.meta.url), 'utf8');
const OBSERVED = 'from prelude import *\nfrom observe import run\n';

/** @param {number | null} value */
function maybe(value) {
  return value === null ? 'None' : String(value);
}

/** A float, as in C: a timer prints it. @param {number | null} seconds */
function time(seconds) {
  return seconds === null ? 'None' : `float(${seconds})`;
}

/** @param {number | null} number */
function message(number) {
  return number === null ? '' : `"m${number}"`;
}

/** @param {number} index */
function coroutine(index) {
  return index === 0 ? 'main' : `c${index}`;
}

/** @param {string} type */
function exceptionType(type) {
  return FROM_ASYNCIO.includes(type) ? `asyncio.${type}` : type;
}

/** @param {Node} node */
function exception({ exception: type, text }) {
  return `${exceptionType(type)}(${message(text)})`;
}

/** @type {Record<string, (node: Node) => string>} */
const AWAITED = {
  call: (node) => `${coroutine(node.coroutine)}()`,
  own: (node) => `Own(${coroutine(node.coroutine)})`,
  variable: (node) => `v[${node.variable}]`,
  object: (node) => `w[${node.object}]`,
  sleep: ({ seconds, maybe_value: value }) =>
    `asyncio.sleep(${seconds}${value === null ? '' : `, ${value}`})`,
  wait_for: (node) => `asyncio.wait_for(${awaited(node.awaitable)}, ${maybe(node.maybe_seconds)})`,
  shield: (node) => `asyncio.shield(${awaited(node.awaitable)})`,
  gather: ({ awaitables, flag }) =>
    `asyncio.gather(${[...awaitables.map(awaited), ...(flag ? ['return_exceptions=True'] : [])].join(', ')})`,
  counted_wait: ({ variables, maybe_seconds: seconds, mode }) =>
    `counted_wait([${variables.map((/** @type {number} */ index) => `v[${index}]`).join(', ')}], ${maybe(seconds)}, asyncio.${RETURN_WHEN[mode]})`,
  current_task: () => 'current_task()',
};

/** @param {Node} node @returns {string} */
function awaited(node) {
  return AWAITED[node.kind](node);
}

/** @type {Record<string, (node: Node, label: number) => string>} */
const SIMPLE = {
  say: (_, label) => `say(${label}, None)`,
  await: (node, label) => `say(${label}, await ${awaited(node.awaitable)})`,
  create_task: (node) => `v[${node.variable}] = asyncio.create_task(${awaited(node.awaitable)})`,
  ensure_future: (node) =>
    `v[${node.variable}] = asyncio.ensure_future(${awaited(node.awaitable)})`,
  create_future: (node) => `v[${node.variable}] = loop().create_future()`,
  create_object: (node) => `w[${node.object}] = kept(${coroutine(node.coroutine)}())`,
  close_object: (node) => `w[${node.object}].close()`,
  send_object: (node, label) =>
    `drive(${label}, w[${node.object}].send, ${maybe(node.maybe_value)})`,
  throw_object: (node, label) => `drive(${label}, w[${node.object}].throw, ${exception(node)})`,
  cancel: (node, label) => `say(${label}, v[${node.variable}].cancel(${message(node.message)}))`,
  cancel_current: (node, label) => `say(${label}, current_task().cancel(${message(node.message)}))`,
  cancelling: (_, label) =>
    `if asyncio.current_task(): say(${label}, asyncio.current_task().cancelling())`,
  uncancel: (_, label) =>
    `if asyncio.current_task(): say(${label}, asyncio.current_task().uncancel())`,
  uncancel_task: ({ variable }, label) =>
    `if isinstance(v[${variable}], asyncio.Task): say(${label}, v[${variable}].uncancel())`,
  state: (node, label) => `say_state(${label}, v[${node.variable}])`,
  argument: (_, label) => `say_state(${label}, future)`,
  result: (node, label) => `say(${label}, v[${node.variable}].result())`,
  exception: (node, label) => `say(${label}, v[${node.variable}].exception())`,
  set_result: (node) => `v[${node.variable}].set_result(${node.value})`,
  set_exception: (node) => `v[${node.variable}].set_exception(${exception(node)})`,
  set_name: ({ variable, text }) =>
    `if isinstance(v[${variable}], asyncio.Task): v[${variable}].set_name("m${text}")`,
  coroutine_name: ({ variable }, label) =>
    `if isinstance(v[${variable}], asyncio.Task): print(${label}, v[${variable}].get_coro().__name__)`,
  all_tasks: (_, label) => `say(${label}, [task.get_name() for task in asyncio.all_tasks()])`,
  add_done_callback: (node) => `v[${node.variable}].add_done_callback(f${node.function})`,
  remove_done_callback: (node, label) =>
    `say(${label}, v[${node.variable}].remove_done_callback(f${node.function}))`,
  call_soon: (node) => `h[${node.handle}] = loop().call_soon(f${node.function})`,
  call_later: (node) => `h[${node.handle}] = loop().call_later(${node.seconds}, f${node.function})`,
  call_at: ({ handle, seconds, function: index }) =>
    `h[${handle}] = loop().call_at(${time(seconds)}, f${index})`,
  cancel_handle: (node, label) => `cancel_handle(${label}, h[${node.handle}])`,
  show_handle: (node, label) => `say_handle(${label}, h[${node.handle}])`,
  rescue: (_, label) => `rescue(${label})`,
  time_sleep: (node) => `time.sleep(${node.seconds})`,
  stop: () => 'loop().stop()',
  reschedule: ({ timeout, maybe_seconds: seconds }) =>
    `t[${timeout}].reschedule(${seconds === null ? 'None' : `loop().time() + ${seconds}`})`,
  show_timeout: (node, label) => `say_timeout(${label}, t[${node.timeout}])`,
  group_create_task: (node) =>
    `v[${node.variable}] = g[${node.group}].create_task(${awaited(node.awaitable)})`,
  many_timers: (node) => `many_timers(${node.times})`,
  many_tasks: (node) => `many_tasks(${node.times})`,
  nested_run: () => 'asyncio.run(idle())',
  run_until_complete: (node) => `loop().run_until_complete(v[${node.variable}])`,
  run_forever: () => 'loop().run_forever()',
  close_loop: () => 'loop().close()',
  return: (node) => `return ${maybe(node.maybe_value)}`,
  raise: (node) => `raise ${exception(node)}`,
  reraise: () => 'raise',
};

/** @param {string[]} lines */
function indent(lines) {
  return (lines.length ? lines : ['pass']).map((line) => INDENT + line);
}

/**
 * @param {Program} program
 * @param {{ standalone: boolean }} options   else for observe.py
 * @returns {string}
 */
export function toPython(program, { standalone }) {
  const labels = labelsOf(program);
  /** @param {Node[]} body @returns {string[]} */
  const writeBody = (body) => body.flatMap(writeStatement);
  /** @param {Node} node @returns {string[]} */
  const writeStatement = (node) => {
    const label = /** @type {number} */ (labels.get(node));
    switch (node.kind) {
      case 'try':
        return [
          'try:',
          ...indent(writeBody(node.body)),
          ...node.handlers.flatMap((/** @type {import('./nodes.js').Handler} */ handler) => [
            `except ${exceptionType(handler.exception)} as error:`,
            ...indent([`say(${label}, error)`, ...writeBody(handler.body)]),
          ]),
          ...(node.body2.length || !node.handlers.length
            ? ['finally:', ...indent(writeBody(node.body2))]
            : []),
        ];
      case 'if_done':
        return [
          `if v[${node.variable}].done():`,
          ...indent(writeBody(node.body)),
          'else:',
          ...indent(writeBody(node.body2)),
        ];
      case 'as_completed':
        return [
          `for each in asyncio.as_completed([${node.awaitables.map(awaited).join(', ')}], timeout=${maybe(node.maybe_seconds)}):`,
          ...indent([
            ...(node.flag
              ? [
                  'try:',
                  ...indent([`say(${label}, await each)`]),
                  'except Exception as error:',
                  ...indent([`say(${label}, error)`]),
                ]
              : [`say(${label}, await each)`]),
            ...writeBody(node.body),
          ]),
        ];
      case 'with_timeout':
        return [
          `t[${node.timeout}] = asyncio.timeout${node.flag ? '_at' : ''}(${time(node.maybe_seconds)})`,
          `async with t[${node.timeout}]:`,
          ...indent(writeBody(node.body)),
        ];
      case 'again_with_timeout':
        return [`async with t[${node.timeout}]:`, ...indent(writeBody(node.body))];
      case 'again_with_group':
        return [`async with g[${node.group}]:`, ...indent(writeBody(node.body))];
      case 'with_group':
        return [
          `g[${node.group}] = asyncio.TaskGroup()`,
          `async with g[${node.group}]:`,
          ...indent(writeBody(node.body)),
        ];
      case 'repeat':
        return [`for _ in range(${node.times}):`, ...indent(writeBody(node.body))];
      default:
        return [SIMPLE[node.kind](node, label)];
    }
  };
  /** @type {(head: string, body: Node[]) => string} */
  const define = (head, body) => `\n\n${[head, ...indent(writeBody(body))].join('\n')}\n`;
  // Labels count as the program is written: coroutines come first.
  const definitions = [
    ...program.coroutines.map((body, index) => define(`async def ${coroutine(index)}():`, body)),
    ...program.functions.map((body, index) => define(`def f${index}(future=None):`, body)),
  ];
  const { runs, variables, objects, handles, timeouts, groups } = program;
  const counts = [variables, objects, handles, timeouts, groups].join(', ');
  return [
    standalone ? PRELUDE : OBSERVED,
    ...definitions,
    `\n\nrun(${JSON.stringify(runs)}, main, ${counts})\n`,
  ].join('');
}
