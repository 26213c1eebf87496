import { parseArgs } from 'node:util';
import { nearest } from '../session/nearest.js';
import { UsageError } from './usage.js';

/**
 * @typedef {object} RunRequest
 * @property {'run'} command
 * @property {string} lesson
 * @property {Map<string, string>} knobs   their values as they were written
 * @property {'virtual' | 'real'} clock
 * @property {'output' | 'events' | 'timeline'} show
 *
 * @typedef {object} LessonRequest
 * @property {'lesson'} command
 * @property {string[]} folders
 * @property {string} output   a folder
 *
 * @typedef {{ command: 'help', about: 'all' | 'run' | 'lesson' }} HelpRequest
 *
 * @typedef {{ command: 'list' } | HelpRequest | RunRequest | LessonRequest} Request
 */

const COMMANDS = ['list', 'run', 'lesson', 'help'];
const CLOCKS = /** @type {const} */ (['virtual', 'real']);

const OPTIONS = /** @type {const} */ ({
  help: { type: 'boolean', short: 'h' },
  set: { type: 'string', multiple: true },
  clock: { type: 'string' },
  events: { type: 'boolean' },
  timeline: { type: 'boolean' },
  out: { type: 'string' },
});

/** @typedef {keyof typeof OPTIONS} Option */

/** The options that a command takes. */
const OPTIONS_OF = /** @type {Record<string, readonly Option[]>} */ ({
  list: ['help'],
  help: ['help'],
  run: ['help', 'set', 'clock', 'events', 'timeline'],
  lesson: ['help', 'out'],
});

/**
 * @param {string} word
 * @param {readonly string[]} candidates
 */
function didYouMean(word, candidates) {
  const near = nearest(word, candidates);
  return near ? ` Did you mean ${near}?` : '';
}

/** @param {string} word */
function unknownCommand(word) {
  const hint = didYouMean(word, COMMANDS) || ' There are list, run, lesson and help.';
  return new UsageError(`There is no command "${word}".${hint}`);
}

/**
 * @param {string[]} args
 * @returns {Request}
 * @throws {UsageError}
 */
export function parseArguments(args) {
  const { values, positionals, tokens } = parseArgs({
    args,
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const [command, ...operands] = positionals;
  if (command === undefined && !values.help) {
    // A flag that is none is the likelier mistake.
    checkOptions(tokens, 'run');
    throw new UsageError(
      'Which command? `tour list` or `tour run LESSON`; `tour --help` tells more.',
    );
  }
  if (command !== undefined && !COMMANDS.includes(command)) throw unknownCommand(command);
  checkOptions(tokens, command ?? 'run');
  if (values.help || command === 'help') {
    const topic = command === 'help' ? operands[0] : command;
    if (topic !== undefined && !COMMANDS.includes(topic)) throw unknownCommand(topic);
    const about = topic === 'run' || topic === 'lesson' ? topic : 'all';
    return { command: 'help', about };
  }
  if (command === 'list') {
    if (operands.length > 0) throw new UsageError(`\`tour list\` takes no "${operands[0]}".`);
    return { command };
  }
  if (command === 'lesson') {
    if (operands.length === 0) {
      throw new UsageError('Which folder? `tour lesson path/to/01-mine`, say.');
    }
    return { command, folders: operands, output: /** @type {string} */ (values.out ?? '.') };
  }
  if (operands.length === 0) {
    throw new UsageError('Which lesson? `tour run 6`, say; `tour list` shows them.');
  }
  if (operands.length > 1) {
    const extra = operands[1];
    const hint = extra.includes('=') ? ` A knob is set with --set ${extra}.` : '';
    throw new UsageError(`\`tour run\` takes one lesson: what is "${extra}"?${hint}`);
  }
  if (values.events && values.timeline) {
    throw new UsageError('--events and --timeline exclude each other.');
  }
  return {
    command: 'run',
    lesson: folderOf(operands[0]),
    knobs: knobsOf(/** @type {string[]} */ (values.set ?? [])),
    clock: clockOf(/** @type {string} */ (values.clock ?? 'real')),
    show: values.events ? 'events' : values.timeline ? 'timeline' : 'output',
  };
}

/**
 * @param {NonNullable<ReturnType<typeof parseArgs>['tokens']>} tokens
 * @param {string} command
 * @throws {UsageError}
 */
function checkOptions(tokens, command) {
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[/** @type {Option} */ (name)] : undefined;
    const known = OPTIONS_OF[command];
    if (!option || !known.includes(/** @type {Option} */ (name))) {
      const near = didYouMean(
        rawName,
        known.map((each) => `--${each}`),
      );
      const all = known.map((each) => `--${each}`).join(', ');
      throw new UsageError(`\`tour ${command}\` has no ${rawName}.${near || ` It takes ${all}.`}`);
    }
    if (option.type === 'boolean' && value !== undefined) {
      throw new UsageError(`${rawName} takes no value: leave out "=${value}".`);
    }
    if (option.type === 'string' && !value) {
      const example = { set: '--set KNOB=VALUE', out: '--out public' }[name] ?? '--clock virtual';
      throw new UsageError(`${rawName} needs a value, as in ${example}.`);
    }
  }
}

/**
 * A shell completes a folder to `lessons/06-cancel/`.
 * @param {string} operand
 */
function folderOf(operand) {
  return /^(?:\.\/)?lessons\/([^/]+)\/?$/.exec(operand)?.[1] ?? operand;
}

/** @param {string[]} settings */
function knobsOf(settings) {
  const knobs = new Map();
  for (const setting of settings) {
    const [, name, value] = /^([^=]+)=(.+)$/.exec(setting) ?? [];
    if (name === undefined) {
      throw new UsageError(`--set is KNOB=VALUE, as in --set timeout=2, not "${setting}".`);
    }
    knobs.set(name.trim(), value);
  }
  return knobs;
}

/** @param {string} word */
function clockOf(word) {
  const clock = CLOCKS.find((each) => each === word);
  if (clock) return clock;
  throw new UsageError(`--clock is virtual or real, not "${word}".${didYouMean(word, CLOCKS)}`);
}
