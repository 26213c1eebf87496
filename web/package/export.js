/** What is made of a run: words, pictures, files. Apart, since not everybody needs them. */
export * from '../export/chrome-trace.js';
export * from '../export/moment-svg.js';
export * from '../export/saved-run.js';
export { why } from '../model/why.js';
