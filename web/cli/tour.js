#!/usr/bin/env node
/** `tour list` and `tour run LESSON`: the lessons in a terminal. */
import { main } from './main.js';
import { visible } from './visible.js';

/** As a shell reports a process that SIGPIPE has ended. */
const PIPE_STATUS = 141;
const FAILURE_STATUS = 1;

/** @param {NodeJS.ProcessEnv} env */
function hasUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }) {
  return TERM !== 'dumb' && /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (/** @type {NodeJS.ErrnoException} */ { code, message }) => {
    // Whoever read the output, `head` for one, has had enough.
    if (code === 'EPIPE') process.exit(PIPE_STATUS);
    if (stream === process.stderr) process.exit(FAILURE_STATUS);
    const text = `tour: The output cannot be written: ${message}.\n`;
    process.stderr.write(text, () => process.exit(FAILURE_STATUS));
  });
}

/**
 * A file gets what the lesson prints, byte for byte; a terminal would obey some of it.
 * @param {NodeJS.WriteStream} stream
 * @returns {(text: string) => void}
 */
function writer(stream) {
  return stream.isTTY ? (text) => stream.write(visible(text)) : (text) => stream.write(text);
}

process.exitCode = await main(process.argv.slice(2), {
  out: writer(process.stdout),
  err: writer(process.stderr),
  unicode: hasUnicode(process.env),
  columns: process.stdout.columns,
});
