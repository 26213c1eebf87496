/** The page around a lesson: it starts the view, and keeps the URL and the learner's progress. */
import { loadRuntime } from '../session/runtime.js';
import { LessonView } from '../views/lesson-view.js';
import { readLink, writeLink } from './link.js';
import { browserStorage, Progress } from './progress.js';
import { addProgressTools, markDone } from './progress-tools.js';
import { addThemeButton } from './theme.js';

/** Browsers refuse a page that changes its URL hundreds of times a minute. */
const URL_DELAY = 300;

const progress = new Progress(browserStorage());
markDone(progress);
const tools = document.getElementById('site-tools');
const host = document.getElementById('lesson');
if (tools) addThemeButton(tools);
if (host) await startLesson(host);
addProgressTools(progress);
// The whole tutorial, offline: a page without it is as good.
navigator.serviceWorker?.register('./service-worker.js').catch(() => {});

/** @param {HTMLElement} element */
async function startLesson(element) {
  const { folder = '' } = element.dataset;
  try {
    const [module, lesson] = await Promise.all([
      fetch('./lessons.wasm'),
      fetchJson(`./lessons/${folder}.json`),
    ]);
    const runtime = await loadRuntime({ module, lessons: [lesson] });
    showLesson(element, runtime, lesson);
  } catch (error) {
    showLoadError(element, error);
  }
}

/**
 * @param {HTMLElement} element
 * @param {import('../views/lesson-view.js').Runtime} runtime
 * @param {import('../views/lesson-view.js').Lesson} lesson
 */
function showLesson(element, runtime, lesson) {
  const { folder } = lesson;
  const given = readLink(location.hash, lesson);
  const remembered = readLink(progress.linkOf(folder), lesson);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const view = new LessonView(
    element,
    { runtime, lesson },
    {
      place: (given ?? remembered)?.place ?? {},
      onChange(place, { ended }) {
        const link = writeLink(place);
        clearTimeout(timer);
        timer = setTimeout(() => history.replaceState(null, '', link), URL_DELAY);
        progress.note(folder, ended ? { ended, link } : { link });
        markDone(progress);
      },
      onReset() {
        progress.reset(folder);
        markDone(progress);
      },
    },
  );
  if (given?.damaged || (given && !view.isAt(given.place))) {
    view.startOver('This link is damaged: here is the lesson from its start.');
  }
  if (tools) addCopyLink(tools, view);
  Object.assign(element, { view });
  element.dataset.live = '';
}

/**
 * @param {HTMLElement} parent
 * @param {LessonView} view
 */
function addCopyLink(parent, view) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy-link';
  button.textContent = 'Copy link to this step';
  button.addEventListener('click', async () => {
    const url = new URL(writeLink(view.place), location.href);
    try {
      await navigator.clipboard.writeText(url.href);
      view.tell('The link is on the clipboard.');
    } catch {
      history.replaceState(null, '', url);
      view.tell('The browser did not allow copying. The address bar holds the link.');
    }
  });
  parent.prepend(button);
}

/** @param {string} url */
async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server says ${response.status}`);
  return response.json();
}

/**
 * What is in the page stays readable.
 *
 * @param {HTMLElement} element
 * @param {unknown} error
 */
function showLoadError(element, error) {
  const message = document.createElement('p');
  message.className = 'load-error';
  message.setAttribute('role', 'alert');
  const reason = error instanceof Error ? error.message : String(error);
  message.textContent = `The lesson cannot be played here, only read. ${reason}`;
  element.prepend(message);
}
