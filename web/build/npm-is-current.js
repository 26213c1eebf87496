/** Exits 0 when node_modules holds what package-lock.json says, else 1. */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, peer?: boolean }} Package
 */

/** @param {string} file @returns {Record<string, Package>} */
function readPackages(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  delete packages[''];
  return packages;
}

function isCurrent() {
  try {
    const wanted = readPackages('package-lock.json');
    const installed = readPackages('node_modules/.package-lock.json');
    return (
      Object.entries(wanted).every(([name, { optional }]) => optional || name in installed) &&
      Object.entries(installed).every(
        ([name, { integrity }]) => wanted[name]?.integrity === integrity,
      )
    );
  } catch {
    return false;
  }
}

process.exitCode = isCurrent() ? 0 : 1;
