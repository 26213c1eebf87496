/** A program of somebody's that uses the package: a lesson, coroutines in JavaScript, an error. */
export const USE_PACKAGE = `
import { KnobError, loadRuntime } from 'asyncio-tour';

async function main() {
  const runtime = await loadRuntime();
  let text = '';
  const session = runtime.start('04-create-task', { knobs: { work_seconds: 2 } });
  session.on('output', (output) => { text += output.text; });
  while (session.canAdvance) session.advance(1000);
  const own = runtime.start(function* main(loop) {
    yield loop.sleep(1);
    loop.print('slept', loop.time());
  });
  own.on('output', (output) => { text += output.text; });
  while (own.canAdvance) own.advance(1000);
  try {
    runtime.start('04-create-task', { knobs: { work_seconds: 99 } });
  } catch (error) {
    text += error instanceof KnobError;
  }
  return text;
}
`;

/** What main() of it returns. */
export const PRINTED =
  'main goes on at once.\nsleeping for 2 second(s)\nmain has slept for 1 second(s)\n' +
  'finished sleeping for 2 second(s)\ndelay returned 2\nslept 1\ntrue';
