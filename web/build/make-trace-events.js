/** `node web/build/make-trace-events.js TRACE_DEF OUTPUT`: the list of event kinds, for JavaScript. */
import { readFile } from 'node:fs/promises';
import { parseTraceDef, TraceDefError, traceEventsModule } from '../trace/parse-trace-def.js';
import { runBuildStep } from './source-error.js';
import { writeIfChanged } from './write-if-changed.js';

await runBuildStep(async () => {
  const [definition = '', output = ''] = process.argv.slice(2);
  const specs = parseTraceDef(await readFile(definition, 'utf8'), definition);
  await writeIfChanged(output, traceEventsModule(specs));
}, TraceDefError);
