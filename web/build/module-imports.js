/** What a lessons' module may ask of its host. Anything else is a symbol nobody defined. */

/**
 * @param {WebAssembly.Module} module
 * @returns {string[]} the imports that no host has, as `module.name`
 */
export function unknownImports(module) {
  return WebAssembly.Module.imports(module)
    .filter(({ module: from, name }) => !isKnown(from, name))
    .map(({ module: from, name }) => `${from}.${name}`);
}

/**
 * @param {string} from
 * @param {string} name
 */
function isKnown(from, name) {
  return (
    from === 'host' ||
    from === 'wasi_snapshot_preview1' ||
    (from === 'env' && name === 'emscripten_notify_memory_growth')
  );
}
