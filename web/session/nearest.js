/**
 * Edits between two words: letters put in, left out, or replaced.
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/**
 * What somebody who wrote `word` may have meant.
 * @param {string} word
 * @param {readonly string[]} candidates
 * @returns {string | null} null: nothing is near
 */
export function nearest(word, candidates) {
  const wanted = word.toLowerCase();
  const limit = Math.max(2, Math.ceil(wanted.length / 3));
  let best = null;
  let fewest = limit + 1;
  for (const candidate of candidates) {
    const name = candidate.toLowerCase();
    const contains = wanted.length > 2 && name.includes(wanted);
    const edits = contains ? 0.5 : distance(wanted, name);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}
