/* global document, location */
/** The page that measures what its address asks for, and shows the number. */
import { findMeasurement } from './measurements.js';
import { measureModule } from './wasm.js';

const output = document.querySelector('output');
try {
  const what = decodeURIComponent(location.search.slice(1));
  const module = await WebAssembly.compileStreaming(fetch('/build/wasm/bench.wasm'));
  if (output) output.value = String(measureModule(module, findMeasurement(what)));
} catch (error) {
  if (output) output.value = String(error);
}
