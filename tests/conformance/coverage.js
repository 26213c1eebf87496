/** Which lines of the runtime have run, of the program that was built to count them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { REASONS, reasonOf } from './unreached.js';

const FOLDER = 'build/coverage/runtime';
const TWINS = 'build/coverage/twins';
const LESSONS = 'build/coverage/prog';
/** What make calls them. */
export const COUNTED = [TWINS, LESSONS, 'dist/lessons.json'];

/** What earlier runs have counted. */
export function forgetCoverage() {
  if (!existsSync(FOLDER)) return;
  for (const file of readdirSync(FOLDER)) {
    if (file.endsWith('.gcda')) rmSync(path.join(FOLDER, file));
  }
}

/**
 * @param {number[]} lines   in order
 * @param {Set<number>} between   lines that have no code, or are among `lines`
 * @returns {string} "3, 7-9"
 */
function asRanges(lines, between) {
  /** @type {[number, number][]} */
  const ranges = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    let next = (last?.[1] ?? 0) + 1;
    while (last && next < line && between.has(next)) next++;
    if (last && next === line) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/**
 * @typedef {object} Line
 * @property {boolean} reached
 * @property {string} function   that it is in
 *
 * @typedef {Map<string, Map<number, Line>>} Lines   by file and number
 */

/**
 * @param {string} file   of gcov's counts
 * @returns {[string, Map<number, Line>] | []} the source, and which of its lines have run
 */
function linesOf(file) {
  const output = execFileSync('gcov', ['--json-format', '--stdout', file], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  /** @type {{ files: { file: string, lines: { line_number: number, count: number, function_name?: string }[] }[] }} */
  const { files } = JSON.parse(output);
  const source = files.find((each) => /^runtime\/.*\.c$/.test(each.file));
  if (!source) return [];
  /** @type {Map<number, Line>} */
  const lines = new Map();
  for (const { line_number: number, count, function_name: name = '' } of source.lines) {
    lines.set(number, {
      reached: lines.get(number)?.reached || count > 0,
      function: lines.get(number)?.function || name,
    });
  }
  return [path.basename(source.file), lines];
}

/** @returns {Lines} */
function count() {
  const counted = readdirSync(FOLDER).filter((file) => file.endsWith('.gcda'));
  return new Map(
    counted.flatMap((file) => {
      const [name, lines] = linesOf(path.join(FOLDER, file));
      return name && lines ? [[name, lines]] : [];
    }),
  );
}

/** The programs that stand in Python, too: what random ones do not reach is theirs. */
function runTwins() {
  for (const file of readdirSync('tests/cpython/twins')) {
    const { name, ext } = path.parse(file);
    if (ext === '.c') execFileSync(TWINS, [name], { stdio: 'ignore' });
  }
}

/** As tests/lessons does, with each knob at its ends. Some end with an error, as their Python. */
function runLessons() {
  const lessons = JSON.parse(readFileSync('dist/lessons.json', 'utf8'));
  for (const { folder, knobs } of lessons) {
    const settings = knobs.flatMap((/** @type {any} */ { name, type, min, max }) =>
      (type === 'bool' ? [0, 1] : [min, max]).map((value) => ['--set', `${name}=${value}`]),
    );
    for (const options of [['--trace', 'build/coverage/trace'], ...settings]) {
      spawnSync(LESSONS, [folder, ...options], { stdio: 'ignore' });
    }
  }
}

/** @param {Iterable<Line>} lines */
function percent(lines) {
  const all = [...lines];
  return `${((100 * all.filter((line) => line.reached).length) / all.length).toFixed(1)} %`.padStart(
    8,
  );
}

/** @param {Lines} counted */
function allOf(counted) {
  return [...counted.values()].flatMap((lines) => [...lines.values()]);
}

/**
 * Why nothing that CPython could run, too, reaches what is left: a count for each reason, and the
 * lines that have none.
 *
 * @param {Lines} counted
 */
function describeReasons(counted) {
  /** @type {Map<string, number>} */
  const counts = new Map(Object.keys(REASONS).map((reason) => [reason, 0]));
  /** @type {string[]} */
  const unexplained = [];
  for (const [file, lines] of counted) {
    const texts = readFileSync(`runtime/${file}`, 'utf8').split('\n');
    const running = new Set(
      [...lines.values()].flatMap((line) => (line.reached ? line.function : [])),
    );
    for (const [number, line] of lines) {
      if (line.reached) continue;
      const function_ = { name: line.function, runs: running.has(line.function) };
      const reason = reasonOf(file, function_, texts, number);
      if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1);
      else unexplained.push(`${file}:${number}: ${texts[number - 1]?.trim()}`);
    }
  }
  return [
    'not reached, and why:',
    ...[...counts].map(([reason, lines]) => `${String(lines).padStart(6)}  ${REASONS[reason]}`),
    `${String(unexplained.length).padStart(6)}  for no reason given`,
    ...unexplained.map((line) => `        ${line}`),
  ].join('\n');
}

/**
 * @returns {string} a table: each file, its lines of code, which part of them has run, with the
 *   twins and the lessons and without, which lines have not, and why
 */
export function describeCoverage() {
  const random = count();
  runTwins();
  const twins = count();
  runLessons();
  const all = count();
  const rows = [...random.keys()].map((file) => {
    const lines = all.get(file) ?? new Map();
    const missed = [...lines.entries()]
      .flatMap(([number, line]) => (line.reached ? [] : [number]))
      .sort((a, b) => a - b);
    const last = Math.max(...lines.keys());
    const between = Array.from({ length: last }, (_, i) => i + 1).filter(
      (number) => !lines.get(number)?.reached,
    );
    const columns = [random, twins, all].map((counted) =>
      percent(counted.get(file)?.values() ?? []),
    );
    const ranges = asRanges(missed, new Set(between));
    return `${file.padEnd(16)} ${String(lines.size).padStart(5)} ${columns.join(' ')}  ${ranges}`;
  });
  const columns = [random, twins, all].map((counted) => percent(allOf(counted)));
  return [
    `${'file'.padEnd(16)} lines   random  + twins +lessons  not reached`,
    ...rows.map((row) => row.trimEnd()),
    `${'all'.padEnd(22)} ${columns.join(' ')}`,
    '',
    describeReasons(all),
  ].join('\n');
}
