/** Light or dark: the system's, until the learner chooses. */

const KEY = 'asyncio-tour-theme';

export function showChosenTheme() {
  const chosen = read();
  if (chosen) document.documentElement.dataset.theme = chosen;
}

/** The button is in the page. */
export function startThemeButton() {
  const root = document.documentElement;
  const button = /** @type {HTMLElement | null} */ (document.querySelector('button.theme'));
  if (!button) return;
  const label = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
  };
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    write(root.dataset.theme);
    label();
  });
  label();
  button.removeAttribute('data-waits');
}

function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function read() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : null;
  } catch {
    return null;
  }
}

/** @param {string} theme */
function write(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Blocked or full storage costs only the memory of it.
  }
}
