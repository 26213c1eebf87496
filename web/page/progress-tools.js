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
    const isTaken = progress.import(text);
    markDone(progress);
    said.textContent = isTaken ? 'Your progress is back.' : 'That file holds no progress.';
  });
  parent.append(
    button('Export progress', () => save(progress.export())),
    button('Import progress', () => file.click()),
    button('Reset all', () => {
      progress.resetAll();
      markDone(progress);
      said.textContent = 'Your progress is gone.';
    }),
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
