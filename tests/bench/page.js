/* global document, location */
/** The page that measures what its address asks for, and shows the number. */
import { findMeasurement, leastOfRuns } from './measurements.js';
import { measureModule, measureStretch } from './wasm.js';

const output = document.querySelector('output');
try {
  const what = decodeURIComponent(location.search.slice(1));
  const module = await WebAssembly.compileStreaming(fetch('/build/wasm/bench.wasm'));
  const measured =
    what === 'longest-stretch'
      ? await measureStretch(module)
      : await leastOfRuns(findMeasurement(what), (run) => measureModule(module, run));
  if (output) output.value = String(measured);
} catch (error) {
  if (output) output.value = String(error);
}
