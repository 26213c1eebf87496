/** A lesson's C in WebAssembly, as a page runs it. */
import { loadRuntimeFromFiles } from '../../../web/session/load-from-files.js';

const DIST = new URL('../../../dist/', import.meta.url);
/** Handles at a time. */
const SLICE = 1000;

export const runtime = await loadRuntimeFromFiles({
  module: new URL('lessons.wasm', DIST),
  lessons: new URL('lessons.json', DIST),
});

/**
 * @param {string} folder
 * @param {import('./settings.js').Setting} knobs
 */
export function runInNode(folder, knobs) {
  const session = runtime.start(folder, { knobs });
  let stdout = '';
  session.on('output', ({ fd, text }) => {
    if (fd === 1) stdout += text;
  });
  while (session.canAdvance) session.advance(SLICE);
  if (session.error) throw session.error;
  const run = {
    stdout,
    exitCode: session.exitStatus,
    lines: [...session.history].flatMap((event) =>
      event.kind === 'OUTPUT' && event.fd === 1
        ? [{ time: event.time, text: event.text?.replace(/\n$/, '') }]
        : [],
    ),
    records: session.history.records(),
    strings: session.history.strings(),
  };
  session.close();
  return run;
}
