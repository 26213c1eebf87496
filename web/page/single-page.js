/**
 * The whole tutorial in one file: the address after # says which lesson shows, none the contents.
 */
import { defineElement } from '../element/define.js';
import { AsyncioLesson } from '../element/lesson-element.js';
import * as parts from '../element/parts.js';
import { keepProgress } from './keep-progress.js';
import { Later } from './later.js';
import { browserStorage, Progress } from './progress.js';
import { addProgressTools, markDone } from './progress-tools.js';
import { showChosenTheme, startThemeButton } from './theme.js';

defineElement(async () => parts);

const progress = new Progress(browserStorage(), new Later().do);
markDone(progress);
addProgressTools(progress);
showChosenTheme();
startThemeButton();

const contents = /** @type {HTMLElement} */ (document.querySelector('main'));
const links = [...document.querySelectorAll('header a[href^="#"]')];

function show() {
  const folder = location.hash.slice(1);
  const isLesson = links.some((link) => link.getAttribute('href') === `#${folder}`) && folder;
  document.querySelector('asyncio-lesson')?.remove();
  contents.hidden = Boolean(isLesson);
  for (const link of links) {
    if (isLesson && link.getAttribute('href') === `#${folder}`)
      link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (!isLesson) return;
  const lesson = new AsyncioLesson();
  lesson.setAttribute('lesson', folder);
  lesson.className = 'lesson';
  lesson.options = (each) => keepProgress(progress, each);
  document.body.append(lesson);
  document.querySelector('details')?.removeAttribute('open');
}

addEventListener('hashchange', show);
show();
