/** Ticks in the contents; export, import and reset on the first page. */

/** @typedef {import('./progress.js').Progress} Progress */

/** @param {Progress} progress */
export function markDone(progress) {
  for (const item of document.querySelectorAll('li[data-folder]')) {
    const folder = item.getAttribute('data-folder') ?? '';
    item.toggleAttribute('data-done', progress.isDone(folder));
  }
}

/** @param {Progress} progress */
export function addProgressTools(progress) {
  const parent = document.getElementById('progress-tools');
  if (!parent) return;
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  const file = document.createElement('input');
  file.type = 'file';
  file.accept = 'application/json';
  file.hidden = true;
  file.addEventListener('change', async () => {
    const text = (await file.files?.[0]?.text()) ?? '';
    file.value = '';
    const before = progress.export();
    if (progress.import(text)) replaced('This is the progress of that file.', before);
    else said.textContent = 'That file holds no progress.';
  });
  /** @param {string} words @param {string} before the progress that was there: none is lost by a slip */
  const replaced = (words, before) => {
    markDone(progress);
    const undo = button('Undo', () => {
      progress.import(before);
      markDone(progress);
      said.textContent = 'Your progress is back.';
      reset.focus();
    });
    said.replaceChildren(words, ' ', undo);
  };
  const reset = button('Reset all', () => {
    const before = progress.export();
    progress.resetAll();
    replaced('Your progress is gone.', before);
  });
  parent.append(
    button('Export progress', () => save(progress.export())),
    button('Import progress', () => file.click()),
    reset,
    file,
    said,
  );
}

/**
 * @param {string} text
 * @param {() => void} action
 */
function button(text, action) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', action);
  return element;
}

/** @param {string} text */
function save(text) {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.href = url;
  link.download = 'asyncio-tour-progress.json';
  link.click();
  URL.revokeObjectURL(url);
}
