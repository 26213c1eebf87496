/**
 * A row of the result. `who` is the host: wasm-node, wasm-chromium, native, cpython, pyodide,
 * node-promise, micropython; where it makes no difference, `build`.
 * @typedef {{ what: string, who: string, unit: string, median: number, min: number, max: number }} Row
 */

/** @param {readonly number[]} values sorted */
export function median(values) {
  const middle = values.length >> 1;
  return values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/**
 * @param {string} what
 * @param {string} who
 * @param {string} unit
 * @param {readonly number[]} values at least one
 * @returns {Row}
 */
export function makeRow(what, who, unit, values) {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    what,
    who,
    unit,
    median: median(sorted),
    min: sorted[0],
    max: sorted[sorted.length - 1],
  };
}

/** @param {number} value */
const readable = (value) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

/**
 * A line for each measurement, a column for each host: the median, and how many times wasm-node's
 * that is.
 *
 * @param {readonly Row[]} rows
 * @returns {string}
 */
export function formatTable(rows) {
  const hosts = [...new Set(rows.map(({ who }) => who))];
  const lines = [['', ...hosts]];
  for (const what of new Set(rows.map((row) => row.what))) {
    const of = new Map(rows.filter((row) => row.what === what).map((row) => [row.who, row]));
    const ours = of.get('wasm-node');
    const [{ unit }] = of.values();
    lines.push([
      `${what} (${unit})`,
      ...hosts.map((who) => {
        const row = of.get(who);
        if (!row) return '';
        const ratio = ours && row !== ours ? ` ×${readable(row.median / ours.median)}` : '';
        return readable(row.median) + ratio;
      }),
    ]);
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
