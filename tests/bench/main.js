/**
 * The runtime beside its peers: `npm run -s bench -- --help` lists the options. Every host is measured
 * in every round, so that what else the machine does meets all of them.
 */
import { parseArgs } from 'node:util';
import { HOSTS } from './hosts.js';
import { MEASUREMENTS, OTHERS } from './measurements.js';
import { measureSizes } from './sizes.js';
import { formatTable, makeRow } from './statistics.js';

const USAGE = `usage: npm run -s bench -- [options]

  --json            rows of { what, who, unit, median, min, max }, in place of the table
  --rounds N        of which the median is taken (3)
  --only WHAT,...   some of the measurements
  --hosts WHO,...   some of those who are measured`;

const UNITS = new Map([
  ...MEASUREMENTS.map(({ what, unit }) => /** @type {const} */ ([what, unit])),
  ...OTHERS,
]);

/** @param {unknown} error */
const firstLine = (error) =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n', 1)[0];

/** @param {string} line */
const tell = (line) => process.stderr.write(`${line}\n`);

/** @param {string} message @returns {never} */
function refuse(message) {
  tell(`bench: ${message}\n\n${USAGE}`);
  process.exit(2);
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        rounds: { type: 'string', default: '3' },
        only: { type: 'string' },
        hosts: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return refuse(/** @type {Error} */ (error).message);
  }
}

/** @param {string} text */
function readRounds(text) {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    refuse(`--rounds takes a number from 1 on, not ${text}.`);
  }
  return number;
}

/**
 * @param {string | undefined} list
 * @param {string[]} all
 */
function choose(list, all) {
  if (list === undefined) return all;
  const chosen = list.split(',');
  const unknown = chosen.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    refuse(`There is no ${unknown.join(', ')}. There are ${all.join(', ')}.`);
  }
  return chosen;
}

/** @param {string[]} chosen */
async function findHosts(chosen) {
  const hosts = [];
  for (const host of HOSTS.filter(({ who }) => chosen.includes(who))) {
    const problem = await host.problem();
    if (problem) tell(`skipped: ${host.who}, ${problem}`);
    else hosts.push(host);
  }
  return hosts;
}

const options = parseOptions();
if (options.help) {
  console.log(USAGE);
  process.exit();
}
const rounds = readRounds(options.rounds);
const whats = choose(options.only, [...UNITS.keys()]);
const hosts = await findHosts(
  choose(
    options.hosts,
    HOSTS.map(({ who }) => who),
  ),
);

/** @type {Map<string, number[]>} */
const values = new Map();
for (let round = 1; round <= rounds; round++) {
  for (const host of hosts) {
    tell(`round ${round} of ${rounds}: ${host.who}`);
    const known = whats.filter((what) => host.knows(what));
    // Interpreters are started once a round; for the others each measurement is a process.
    for (const group of host.startsSlowly ? [known] : known.map((what) => [what])) {
      /** @type {number[]} */
      let measured = [];
      try {
        measured = await host.measure(group);
      } catch (error) {
        tell(`failed: ${host.who}, ${group.join(', ')}: ${firstLine(error)}`);
      }
      measured.forEach((_, index) => {
        const what = group[index];
        const key = `${what} ${host.who}`;
        values.set(key, [...(values.get(key) ?? []), measured[index]]);
      });
    }
  }
}

const rows = [...values].map(([key, measured]) => {
  const [what, who] = key.split(' ');
  return makeRow(what, who, UNITS.get(what) ?? '', measured);
});
if (!options.only) rows.push(...(await measureSizes()));
console.log(options.json ? JSON.stringify(rows, null, 2) : formatTable(rows));
