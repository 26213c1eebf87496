import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TraceDecoder, TraceError } from '../../web/trace/decoder.js';
import { toJsonLine } from '../../web/trace/json-lines.js';
import { parseTraceDef, traceEventsModule } from '../../web/trace/parse-trace-def.js';
import { RECORD_SIZE } from '../../web/trace/record.js';
import { SPECS, TraceWriter } from './support/trace-writer.js';

test('trace.def: kinds keep their order, fields their names and types', () => {
  assert.equal(SPECS[0].kind, 'PROGRAM_BEGINS');
  assert.deepEqual(
    SPECS.find(({ kind }) => kind === 'TIMER_SET'),
    {
      kind: 'TIMER_SET',
      fields: [
        { slot: 'subject', name: 'handle', type: 'handle' },
        { slot: 'a', name: 'name', type: 'text' },
        { slot: 'b', name: 'target', type: 'object' },
        { slot: 'c', name: 'loop', type: 'loop' },
        { slot: 'when', name: 'deadline', type: 'time' },
      ],
    },
  );
});

test('trace.def: an event may span lines and comments', () => {
  const text =
    '/* EVENT(NOT_ONE) */\nEVENT(A_KIND, task, /* why */ _,\n      _, _, _) EVENT(B, _, _, _, _, _)';
  assert.deepEqual(
    parseTraceDef(text).map(({ kind }) => kind),
    ['A_KIND', 'B'],
  );
});

for (const [what, text, message] of [
  [
    'a missing field',
    '\nEVENT(A, _, _, _, _)',
    'trace.def:2: A has 4 fields, not 5 (subject, a, b, c, when)',
  ],
  [
    'an unknown type',
    '/*\n*/ EVENT(A, tsk, _, _, _, _)',
    /^trace\.def:2: subject is "tsk"; it begins with its type: loop, /,
  ],
  [
    'a number in `when`',
    'EVENT(A, _, _, _, _, count)',
    /^trace\.def:1: when is "count".* time, or is _$/,
  ],
  ['a time elsewhere', 'EVENT(A, _, time_x, _, _, _)', /^trace\.def:1: a is "time_x"/],
  [
    'two fields of one name',
    'EVENT(A, task, _, object_task, _, _)',
    'trace.def:1: A has two fields called "task"',
  ],
  [
    'a field named as a common one',
    'EVENT(A, _, text_kind, _, _, _)',
    'trace.def:1: A has two fields called "kind"',
  ],
  [
    'two kinds of one name',
    'EVENT(A, _, _, _, _, _)\nEVENT(A, _, _, _, _, _)',
    'trace.def:2: A is there already',
  ],
  [
    'a bad kind',
    'EVENT(a, _, _, _, _, _)',
    'trace.def:1: "a" is no name of a kind: capitals and underscores',
  ],
  [
    'something else',
    'EVENT(A, _, _, _, _, _)\n\nEVNT(B)',
    'trace.def:3: "EVNT(B)" is no EVENT(KIND, subject, a, b, c, when)',
  ],
  ['nothing', '/* empty */', 'trace.def:1: there is no EVENT in it'],
]) {
  test(`trace.def: ${what} is an error with its line`, () => {
    assert.throws(() => parseTraceDef(String(text)), { name: 'TraceDefError', message });
  });
}

test('the generated module exports the kinds', async () => {
  const source = traceEventsModule(SPECS);
  const module = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  assert.deepEqual(module.EVENTS, SPECS);
});

test('a record becomes an event with its fields by name', () => {
  const trace = new TraceWriter();
  trace.emit('PROGRAM_BEGINS', { name: '06-cancel', cause: 0 });
  trace.time = 1.5;
  trace.emit('TIMER_SET', {
    handle: 7,
    name: 'sleep',
    target: 6,
    loop: 3,
    deadline: 4.5,
    line: 12,
  });
  trace.emit('FUTURE_DONE', { future: 6, state: 'cancelled', cause: 2 });
  assert.deepEqual(trace.events(), [
    { seq: 1, kind: 'PROGRAM_BEGINS', time: 0, cause: null, line: null, name: '06-cancel' },
    {
      seq: 2,
      kind: 'TIMER_SET',
      time: 1.5,
      cause: 1,
      line: 12,
      handle: 7,
      name: 'sleep',
      target: 6,
      loop: 3,
      deadline: 4.5,
    },
    {
      seq: 3,
      kind: 'FUTURE_DONE',
      time: 1.5,
      cause: 2,
      line: null,
      future: 6,
      state: 'cancelled',
      value: null,
    },
  ]);
});

test('pieces of a trace decode to the same events as the whole', () => {
  const trace = new TraceWriter();
  trace.emit('PROGRAM_BEGINS', { name: 'é, 日本', cause: 0 });
  trace.emit('OUTPUT', { fd: 1, text: 'größer\n' });
  trace.emit('LOOP_WAITS', { loop: 1, until: 3 });
  const [records, strings] = [trace.records(), trace.strings()];
  const firstString = 4 + new TextEncoder().encode('é, 日本').length;
  const decoder = new TraceDecoder(SPECS);
  const pieces = [...decoder.decode(new Uint8Array(), strings.subarray(0, firstString))];
  pieces.push(...decoder.decode(new Uint8Array(), strings.subarray(firstString)));
  for (let at = 0; at < records.length; at += RECORD_SIZE)
    pieces.push(...decoder.decode(records.subarray(at, at + RECORD_SIZE), new Uint8Array()));
  assert.deepEqual(pieces, trace.events());
});

test('what is no trace is an error', () => {
  const decode = (/** @type {number[]} */ records, /** @type {number[]} */ strings) =>
    new TraceDecoder(SPECS).decode(Uint8Array.from(records), Uint8Array.from(strings));
  const record = (/** @type {number} */ kind, b = 0) =>
    Array.from({ length: RECORD_SIZE }, (_, at) => ({ 8: b, 20: kind })[at] ?? 0);
  const when = Array.from({ length: RECORD_SIZE }, (_, at) => (at === 15 ? 0x40 : 0));
  assert.throws(() => decode([1, 2, 3], []), TraceError);
  assert.throws(() => decode(record(99), []), { message: /^event 1 is of kind 99, / });
  assert.throws(() => decode([...when, ...record(1)], []), {
    message: 'event 1, PROGRAM_BEGINS, takes no time besides its own',
  });
  assert.throws(() => decode([], [9, 0, 0, 0, 65]), { message: /end in the middle/ });
  assert.throws(() => decode([], [1, 0]), { message: /end in the middle/ });
  assert.throws(() => decode(record(5, 3), []), { message: 'string 3 is missing from the trace' });
});

test('JSON Lines: one line an event, no infinity', () => {
  const trace = new TraceWriter();
  trace.emit('LOOP_WAITS', { loop: 1, until: Infinity, cause: 0 });
  const line = toJsonLine(trace.events()[0]);
  assert.ok(line.endsWith('}\n'));
  assert.deepEqual(JSON.parse(line), {
    seq: 1,
    kind: 'LOOP_WAITS',
    time: 0,
    cause: null,
    line: null,
    loop: 1,
    until: null,
  });
});
