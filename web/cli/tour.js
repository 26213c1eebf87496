#!/usr/bin/env node
/** `tour list` and `tour run LESSON`: the lessons in a terminal. */
import { main } from './main.js';

/** As a shell reports a process that SIGPIPE has ended. */
const PIPE_STATUS = 141;

/** @param {NodeJS.ProcessEnv} env */
function hasUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }) {
  return TERM !== 'dumb' && /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

for (const stream of [process.stdout, process.stderr]) {
  // Whoever read the output, `head` for one, has had enough.
  stream.on('error', () => process.exit(PIPE_STATUS));
}

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  unicode: hasUnicode(process.env),
});
