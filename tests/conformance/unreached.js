/** Why no program that CPython could run, too, reaches a line of the runtime. */

/** @type {Record<string, string>} */
export const REASONS = {
  memory: 'only without memory: tests/memory makes each allocation fail',
  null: 'a function that is given NULL, or a raised value, as C programs may: tests/runtime',
  C: 'misuse that Python has not, or another text for it: tests/runtime',
  stacks: 'stacks, and what overruns them: tests/stacks',
  wasm: 'what a stack does in wasm, where the same programs run',
  many: 'more tasks, or more memory, than these programs have: tests/runtime, make bench',
  host: 'the host, its clock, and work held outside: tests/web, tests/runtime/test_port.c',
  budget: 'a program that is stopped since it goes on and on: tests/web',
  deadlock: 'a deadlock, which CPython would wait in for ever: tests/runtime',
  differs: 'where C differs, knowingly (RELIABILITY.md): tests/runtime',
  counted: 'counters of the tests',
  guard: 'nothing is known to get there, in CPython neither: tests/runtime where C can',
};

/**
 * A rule says why lines of a file are not reached: those that read like that, below others that
 * read like that; or, without such a text, those of functions that are not reached at all. So a
 * line that is new in one that runs is told of. The first rule that fits counts.
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
  {
    why: 'memory',
    file: /^heap/,
    line: /return (false|NULL);/,
    before: /allocation_|heap\.table|if \(!(memory|region)\)|add_region|SIZE_MAX|allocation_free/,
  },
  {
    why: 'memory',
    file: /^heap/,
    line: /count \/= 2|allocation_free\(|grey_lost = |search_again, NULL/,
  },
  { why: 'memory', file: /^heap/, line: /return;/, before: /grey_lost = true/ },
  { why: 'many', file: /^heap|^stack_pool/, line: /count = (MOST_CHUNKS|most);/ },
  { why: 'memory', file: /^stack_pool/, line: /return NULL|count \/= 2/ },
  { why: 'stacks', file: /^stack_(pool|guard)/ },
  {
    why: 'stacks',
    file: /^stack_pool/,
    line: /pool->size == size|\*link = pool->next|pool->next = pools|return pools = pool/,
  },
  { why: 'stacks', file: /^stack_guard/, line: /coroutine__overrun\(\)/ },

  {
    why: 'memory',
    file: /^asyncio/,
    line: /results = appended|held\(results\), true|return fail\(added\)/,
  },
  { why: 'null', file: /^asyncio/, line: /return false/, before: /!awaitables\[i\]\)$/ },
  { why: 'differs', file: /^asyncio/, line: /return false/, before: /gather->cancelling\)/ },

  { why: 'stacks', file: /^coroutine/, function: /^coroutine__overrun$/ },
  { why: 'host', file: /^coroutine/, function: /^coroutine__own$/ },
  {
    why: 'host',
    file: /^coroutine/,
    line: /kind->release\(|released = true|release_other\(|heap_own\(coroutine, /,
  },
  { why: 'C', file: /^coroutine/, function: /^coroutine__close_awaited$/, line: /\bagain\b/ },
  { why: 'many', file: /^coroutine/, line: /stack_prefetch\(/ },
  { why: 'memory', file: /^coroutine/, line: /return false/, before: /!stack_take\(/ },
  {
    why: 'wasm',
    file: /^await/,
    function: /^asyncio__await_(coroutine|future)$/,
    line: /kind == &coroutine__function_kind|next = (CALL|go_on_awaiting.*);|stack_is_back\(\)/,
  },
  { why: 'wasm', file: /^await/, line: /return;/, before: /stack_suspend_here\(\)/ },
  { why: 'null', file: /^coroutine/, line: /take_pending\(\)|= sent;/ },
  {
    why: 'null',
    file: /^coroutine/,
    line: /return SENT_RETURNED;/,
    before: /(take_pending\(\)|= sent);$/,
  },
  {
    why: 'memory',
    file: /^coroutine/,
    line: /return (false|SENT_RETURNED);/,
    before: /memory_error\(\);$|!give_stack\(function\)\)$/,
  },
  { why: 'C', file: /^coroutine/, line: /await outside of a coroutine/ },
  { why: 'C', file: /^coroutine/, function: /^coroutine__drop_body$/, line: /return;/ },

  { why: 'differs', file: /^future/, line: /set_pending\(scheduled\)/ },

  {
    why: 'host',
    file: /^loop/,
    function: /^(asyncio_set_clock|asyncio_hold|asyncio_release|loop__called_from_outside)$/,
  },
  { why: 'host', file: /^loop/, line: /port_block|deadline = INFINITY/ },
  { why: 'host', file: /^loop/, line: /return false/, before: /port_wait\(/ },
  { why: 'deadlock', file: /^loop/, line: /describe\("%s( \(%s\)", name|; and others)/ },
  { why: 'memory', file: /^loop/, function: /^append_object$/, line: /return;|= appended/ },
  { why: 'differs', file: /^loop/, line: /Invalid time: NaN/ },
  {
    why: 'null',
    file: /^(loop|exception_handler)/,
    line: /return;/,
    before: /if \(!\w+( \|\| !\w+)*\)$/,
  },

  { why: 'stacks', file: /^port_posix/, function: /^(stack_pointer|faulted|port_fatal)$/ },
  { why: 'host', file: /^port_posix/, function: /^(port_(now|block)|stack_suspend)$/ },
  {
    why: 'host',
    file: /^port_posix/,
    function: /^port_wait$/,
    line: /return false; \/\*|double seconds|seconds > 0|port_block/,
  },
  { why: 'host', file: /^port_posix/, function: /^switch_out$/, line: /^}$/ },
  { why: 'many', file: /^port_posix/, function: /^stack_prefetch$/ },
  { why: 'counted', file: /^port_posix/, function: /^port_posix_collect$/ },
  { why: 'host', file: /^program/ },
  {
    why: 'host',
    file: /^program/,
    line: /return (usage\(|2;|NULL;|false;)|perror\(|asyncio_set_clock\(|too many knobs/,
  },

  {
    why: 'C',
    file: /^print/,
    function: /^convert$/,
    line: /case 'p':|default:|return (true|false);|uintptr_t/,
  },

  { why: 'null', file: /^task\./, line: /return;/, before: /if \(!task\)$/ },
  {
    why: 'memory',
    file: /^task\./,
    function: /^task__wait_for$/,
    line: /schedule_throw\(task, added\)|return;/,
  },
  { why: 'differs', file: /^task\./, line: /break; \/\* nothing wakes/ },
  { why: 'C', file: /^task\./, function: /^task_waiting_on$/ },
  {
    why: 'guard',
    file: /^task\./,
    line: /task__cannot_schedule\(|set_pending\(scheduled\)|only a closed loop's|heap_unpin\(/,
  },
  { why: 'guard', file: /^task\./, function: /^task__cannot_schedule$/ },
  { why: 'guard', file: /^task\./, line: /return NULL;/, before: /heap_unpin\(task\)/ },

  { why: 'memory', file: /^taskgroup/, line: /held\(appended\)/ },
  { why: 'guard', file: /^taskgroup/, line: /return;/, before: /if \(!member\)$/ },
  {
    why: 'guard',
    file: /^taskgroup/,
    function: /^task_group__on_task_done$/,
    line: /already completed|of_object\((future|group->parent)\)|\(ExceptionContext\)|return;/,
  },

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
    before: /if \(!(items|iterator->futures)\[i\]\)$/,
  },
  { why: 'memory', file: /^wait/, line: /return fail\(added\)/ },
  { why: 'memory', file: /^wait/, line: /return NULL/, before: /if \(!iterator->futures\)$/ },

  { why: 'budget', file: /^trace/, function: /^exceed_budget$/ },
  { why: 'budget', file: /^trace/, line: /exceed_budget\(\)|trace\.limit = trace\.next \+ left/ },
  {
    why: 'memory',
    file: /^trace/,
    function: /^(grow_texts|trace_text_once)$/,
    line: /return (false|trace_text\(|known->number)/,
  },

  { why: 'C', file: /^value/, line: /unsupported format character|list_append\(\) needs/ },
  {
    why: 'guard',
    file: /^value/,
    function: /^value_equal$/,
    line: /case VALUE_BOOL|numbers, above|return false;/,
  },
  { why: 'null', file: /^value/, line: /object NULL can't be used here/ },
];

/**
 * @param {string} file
 * @param {{ name: string, runs: boolean }} function_   that the line is in
 * @param {string[]} texts   the file's lines
 * @param {number} number   of the line, from 1
 * @returns {string | undefined}
 */
export function reasonOf(file, { name, runs }, texts, number) {
  const line = texts[number - 1] ?? '';
  const before = texts[number - 2] ?? '';
  return RULES.find(
    (rule) =>
      (rule.line || rule.before || !runs) &&
      (rule.file?.test(file) ?? true) &&
      (rule.function?.test(name) ?? true) &&
      (rule.line?.test(line) ?? true) &&
      (rule.before?.test(before) ?? true),
  )?.why;
}
