/** The page around a lesson: it opens the element, and keeps the URL and the learner's progress. */
import { source } from './early.js';
import { defineElement } from '../element/define.js';
import { actionOfKey } from '../views/keys.js';
import * as parts from './parts.js';
import { keepProgress } from './keep-progress.js';
import { Later } from './later.js';
import { readLink, writeLink } from './link.js';
import { browserStorage, Progress } from './progress.js';
import { addProgressTools, markDone } from './progress-tools.js';
import { startThemeButton } from './theme.js';

/** @typedef {import('../element/lesson-element.js').AsyncioLesson} AsyncioLesson */

const progress = new Progress(browserStorage(), new Later().do);
markDone(progress);
startThemeButton();
defineElement(async () => parts);
const host = document.querySelector('asyncio-lesson');
if (host) await openLesson(/** @type {AsyncioLesson} */ (host));
addProgressTools(progress);
// The whole tutorial, offline: a page without it is as good. It is fetched when the page shows.
requestAnimationFrame(() =>
  setTimeout(() => navigator.serviceWorker?.register('./service-worker.js').catch(() => {})),
);

/** @param {AsyncioLesson} element */
async function openLesson(element) {
  element.source = source;
  element.options = viewOptions;
  try {
    const view = await element.open();
    const given = readLink(location.hash, view.scene().lesson);
    if (given?.damaged || (given && !view.isAt(given.place))) {
      view.startOver('This link is damaged: here is the lesson from its start.');
    }
    startCopyLink(view);
    addArrowKeys(view);
    element.dataset.live = '';
  } catch {
    // The element has told why, and what is in it stays readable.
  }
}

/**
 * The arrows step while nothing has the focus, too: a page that was just opened. Other keys scroll it.
 * @param {import('../views/lesson-view.js').LessonView} view
 */
function addArrowKeys(view) {
  document.addEventListener('keydown', (event) => {
    const isArrow = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (event.target === document.body && isArrow)
      actionOfKey(event, view.scene(), view.player)?.();
  });
}

/**
 * @param {import('../views/lesson-view.js').Lesson} lesson
 * @returns {import('../views/lesson-view.js').Options}
 */
function viewOptions(lesson) {
  const kept = keepProgress(progress, lesson);
  const given = readLink(location.hash, lesson);
  const later = new Later();
  return {
    ...kept,
    place: given?.place ?? kept.place,
    onChange(place, learned) {
      later.do(() => history.replaceState(null, '', writeLink(place)));
      kept.onChange(place, learned);
    },
  };
}

/**
 * The button is in the page.
 * @param {import('../views/lesson-view.js').LessonView} view
 */
function startCopyLink(view) {
  const button = document.querySelector('button.copy-link');
  if (!button) return;
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
  button.removeAttribute('data-waits');
}
