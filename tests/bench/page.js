/* global document, location */
/** The page that measures what its address asks for, and shows the number. */
import { measure } from './wasm.js';

const output = document.querySelector('output');
try {
  const what = decodeURIComponent(location.search.slice(1));
  const measured = await measure(what, (file) => WebAssembly.compileStreaming(fetch(`/${file}`)));
  if (output) output.value = String(measured);
} catch (error) {
  if (output) output.value = String(error);
}
