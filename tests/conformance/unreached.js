/** Why no program that CPython could run, too, reaches a line of the runtime. */

/** @type {Record<string, string>} */
export const REASONS = {
  memory: 'only without memory: tests/memory makes each allocation fail',
  null: 'a function that is given NULL, or a raised value, as C programs may: tests/runtime',
  C: 'misuse that Python has not, or another text for it: tests/runtime',
  stacks: 'stacks, and what overruns them: tests/stacks',
  host: 'the host, its clock, and work held outside: tests/web, tests/runtime/test_port.c',
  budget: 'a program that is stopped since it goes on and on: tests/web',
  deadlock: 'a deadlock, which CPython would wait in for ever: tests/runtime',
  differs: 'where C differs, knowingly (RELIABILITY.md): tests/runtime',
  counted: 'counters of the tests',
  guard: 'nothing is known to get there, in CPython neither: tests/runtime where C can',
};

/**
 * A rule says why lines of a file are not reached: those of a function, or those that read like
 * that, below others that read like that. The first that fits counts.
 *
 * @typedef {object} Rule
 * @property {keyof typeof REASONS} why
 * @property {RegExp} [file]
 * @property {RegExp} [function]
 * @property {RegExp} [line]
 * @property {RegExp} [before]
 */

/** @type {Rule[]} */
const RULES = [
  // Of any file.
  { why: 'memory', line: /memory_error|no_memory|no_room|Out of memory/ },
  {
    why: 'null',
    line: /return (take_pending\(\)|NULL|false|0|"");/,
    before: /if \(!\w+( \|\| !\w+)*\)$/,
  },
  {
    why: 'null',
    line: /return (value|item|list|result|exceptions);/,
    before: /if \(\w+\.raised\)$/,
  },
  { why: 'guard', line: /abort\(\);/ },

  {
    why: 'counted',
    file: /^allocation|^heap|^stack_pool/,
    function: /^(count|heap_cells|allocation_count|stack_pool_(taken|allocations))$/,
  },
  { why: 'memory', file: /^allocation|^heap/ },
  { why: 'memory', file: /^stack_pool/, line: /return NULL|count \/= 2/ },
  { why: 'stacks', file: /^stack_(pool|guard)/ },

  {
    why: 'memory',
    file: /^asyncio/,
    line: /results = appended|held\(results\), true|return fail\(added\)/,
  },
  { why: 'memory', file: /^asyncio/, line: /return NULL/, before: /if \(!first\)$/ },
  { why: 'null', file: /^asyncio/, line: /return false/, before: /!awaitables\[i\]\)$/ },
  { why: 'differs', file: /^asyncio/, line: /return false/, before: /gather->cancelling\)/ },

  { why: 'stacks', file: /^coroutine/, function: /^coroutine__overrun$/ },
  {
    why: 'host',
    file: /^coroutine/,
    function: /^(coroutine__own|coroutine__release.*|release.*|coroutine_of_kind)$/,
  },
  { why: 'null', file: /^coroutine/, line: /take_pending\(\)|= sent;/ },
  {
    why: 'null',
    file: /^coroutine/,
    line: /return (SENT_RETURNED|AWAIT_END);/,
    before: /(take_pending\(\)|= sent);$/,
  },
  {
    why: 'memory',
    file: /^coroutine/,
    line: /return SENT_RETURNED;/,
    before: /memory_error\(\);$/,
  },
  { why: 'C', file: /^coroutine/, line: /await outside of a coroutine/ },
  { why: 'C', file: /^coroutine/, function: /^coroutine__drop_body$/ },

  { why: 'differs', file: /^future/, line: /set_pending\(scheduled\)/ },

  {
    why: 'host',
    file: /^loop/,
    function: /^(asyncio_set_clock|asyncio_hold|asyncio_release|loop__called_from_outside)$/,
  },
  { why: 'host', file: /^loop/, line: /port_block|deadline = INFINITY/ },
  { why: 'host', file: /^loop/, line: /return false/, before: /port_wait\(/ },
  { why: 'deadlock', file: /^loop/, function: /^(describe_wait|loop__deadlock)$/ },
  { why: 'differs', file: /^loop/, line: /Invalid time: NaN/ },
  { why: 'null', file: /^loop/, line: /return;/, before: /if \(!\w+( \|\| !\w+)*\)$/ },

  { why: 'stacks', file: /^port_posix/, function: /^(stack_pointer|faulted|port_fatal)$/ },
  { why: 'host', file: /^port_posix/, function: /^port_(now|block|wait)$/ },
  { why: 'counted', file: /^port_posix/, function: /^port_posix_collect$/ },
  { why: 'host', file: /^program/ },

  { why: 'C', file: /^print/, function: /^convert$/ },

  { why: 'null', file: /^task\./, line: /return;/, before: /if \(!task\)$/ },
  { why: 'memory', file: /^task\./, function: /^wait_for$/ },
  { why: 'differs', file: /^task\./, line: /break; \/\* nothing wakes/ },
  { why: 'C', file: /^task\./, function: /^task_waiting_on$/ },
  {
    why: 'guard',
    file: /^task\./,
    function: /^(task__cannot_schedule|schedule_step|finish|task__step|loop_create_task)$/,
  },

  { why: 'memory', file: /^taskgroup/, line: /held\(appended\)/ },
  { why: 'guard', file: /^taskgroup/, function: /^(remove_task|task_group__on_task_done)$/ },

  {
    why: 'differs',
    file: /^timeout|^wait/,
    line: /return (take_pending\(\)|NULL)/,
    before: /if \(!(timeout->handle|wait->timer|iterator->timer)\)$/,
  },
  {
    why: 'null',
    file: /^wait/,
    line: /return NULL/,
    before: /if \(!(items\[i\]|iterator->todo|iterator->todo\[i\])\)$/,
  },
  { why: 'memory', file: /^wait/, line: /return fail\(added\)/ },

  { why: 'budget', file: /^trace/, function: /^(exceed_budget|trace__prepare)$/ },
  { why: 'memory', file: /^trace/, function: /^(grow_texts|trace_text_once)$/ },

  { why: 'C', file: /^value/, line: /unsupported format character|list_append\(\) needs/ },
  { why: 'guard', file: /^value/, function: /^value_equal$/ },
  { why: 'null', file: /^value/, function: /^take_pending$/ },
];

/**
 * @param {string} file
 * @param {string} name   of the function
 * @param {string[]} texts   the file's lines
 * @param {number} number   of the line, from 1
 * @returns {string | undefined}
 */
export function reasonOf(file, name, texts, number) {
  const line = texts[number - 1] ?? '';
  const before = texts[number - 2] ?? '';
  return RULES.find(
    (rule) =>
      (rule.file?.test(file) ?? true) &&
      (rule.function?.test(name) ?? true) &&
      (rule.line?.test(line) ?? true) &&
      (rule.before?.test(before) ?? true),
  )?.why;
}
