/** Which lines of the runtime have run, of the program that was built to count them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'build/coverage/runtime';
export const TWINS = 'build/coverage/twins';

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
 * @param {string} file   of gcov's counts
 * @returns {[string, Map<number, boolean>] | []} the source, and which of its lines have run
 */
function linesOf(file) {
  const output = execFileSync('gcov', ['--json-format', '--stdout', file], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  /** @type {{ files: { file: string, lines: { line_number: number, count: number }[] }[] }} */
  const { files } = JSON.parse(output);
  const source = files.find((each) => /^runtime\/.*\.c$/.test(each.file));
  if (!source) return [];
  /** @type {Map<number, boolean>} */
  const reached = new Map();
  for (const { line_number: line, count } of source.lines) {
    reached.set(line, reached.get(line) || count > 0);
  }
  return [path.basename(source.file), reached];
}

/** @returns {Map<string, Map<number, boolean>>} by file */
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

/** @param {Iterable<boolean>} lines */
function percent(lines) {
  const all = [...lines];
  return `${((100 * all.filter(Boolean).length) / all.length).toFixed(1)} %`.padStart(8);
}

/**
 * @returns {string} a table: each file, its lines of code, which part of them has run, with the
 *   twins and without, and which lines have not
 */
export function describeCoverage() {
  const random = count();
  runTwins();
  const both = count();
  const rows = [...random.keys()].map((file) => {
    const lines = both.get(file) ?? new Map();
    const missed = [...lines.entries()]
      .flatMap(([line, yes]) => (yes ? [] : [line]))
      .sort((a, b) => a - b);
    const last = Math.max(...lines.keys());
    const between = Array.from({ length: last }, (_, i) => i + 1).filter(
      (line) => !lines.get(line),
    );
    const alone = percent(random.get(file)?.values() ?? []);
    const ranges = asRanges(missed, new Set(between));
    return `${file.padEnd(16)} ${String(lines.size).padStart(5)} ${alone} ${percent(lines.values())}  ${ranges}`;
  });
  /** @param {Map<string, Map<number, boolean>>} counted */
  const all = (counted) => percent([...counted.values()].flatMap((lines) => [...lines.values()]));
  return [
    `${'file'.padEnd(16)} lines   random  + twins  not reached`,
    ...rows.map((row) => row.trimEnd()),
    `${'all'.padEnd(22)} ${all(random)} ${all(both)}`,
  ].join('\n');
}
