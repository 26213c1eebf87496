/** The smallest programs of the differences found so far, and others that chance hardly makes. */
import { readFileSync, readdirSync } from 'node:fs';

const FOLDER = new URL('cases/', import.meta.url);

/** @returns {string[]} their names */
export function caseNames() {
  return readdirSync(FOLDER).map((file) => file.replace('.json', ''));
}

/** @param {string} name @returns {import('./nodes.js').Program} */
export function readCase(name) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

/** @returns {import('./nodes.js').Program[]} */
export function keptCases() {
  return caseNames().map(readCase);
}
