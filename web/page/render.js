/**
 * The built HTML: one page a lesson, in which prose and code can be read without JavaScript or wasm.
 * With them, the lesson's element shows its view in place of what is in it.
 *
 * @typedef {import('../build/lesson.js').Lesson} Lesson
 */

const NAME = 'asyncio tour';

/** As all buttons in the page's HTML, it has its place from the start, and waits for the script. */
const COPY_LINK =
  '<button type="button" class="copy-link" data-waits>Copy link<span> to this step</span></button>';

/**
 * @param {Lesson} lesson
 * @param {Lesson[]} lessons
 */
export function renderPage(lesson, lessons) {
  return page({
    title: `${lesson.section} ${lesson.title} · ${NAME}`,
    needs: ['lessons.wasm', `lessons/${lesson.folder}.json`],
    body: `${header(lessons, lesson)}
<main aria-label="Lesson">
<asyncio-lesson id="lesson" class="lesson" lesson="${lesson.folder}">
<template shadowrootmode="open"><slot></slot></template>
${article(lesson)}
</asyncio-lesson>
</main>`,
  });
}

/** @param {Lesson[]} lessons */
export function renderIndex(lessons) {
  return page({
    title: `${NAME}: Python’s asyncio, step by step`,
    body: `${header(lessons, null)}
<main class="index">
<h1>asyncio, one step at a time</h1>
<p class="lead">Small programs, each in Python and in C, on a real asyncio event loop that runs in
this page. Step forward and back through every decision of the loop, see why it was made, change the
numbers and run it again.</p>
<ol class="lesson-list">
${lessons.map((each) => `<li data-folder="${each.folder}"><a href="./${each.folder}.html"><span class="section">${each.section}</span> <span class="title">${escape(each.title)}</span></a></li>`).join('\n')}
</ol>
<p class="progress-tools" id="progress-tools"></p>
</main>`,
  });
}

/**
 * @param {string} title
 * @param {string} html
 * @param {Lesson[]} lessons
 */
export function renderDocument(title, html, lessons) {
  return page({
    title: `${title} · ${NAME}`,
    body: `${header(lessons, null)}
<main class="document">
${html}
</main>`,
  });
}

/** @param {{ title: string, body: string, needs?: string[] }} content `needs`: what the script fetches */
function page({ title, body, needs = [] }) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Python’s asyncio explained: step both ways through coroutines, tasks, futures and the event loop.">
<title>${escape(title)}</title>
<link rel="icon" href="./icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="./style.css">
<script type="module" src="./early.js"></script>
<script type="module" src="./main.js"></script>${needs.map(preload).join('')}
</head>
<body>
${body}
<footer class="site">
<p>Checked against <a href="./reliability.html">CPython 3.14</a></p>
</footer>
</body>
</html>
`;
}

/** Fetched beside the script, not after it. @param {string} file */
function preload(file) {
  return `\n<link rel="preload" href="./${file}" as="fetch" crossorigin>`;
}

/**
 * @param {Lesson[]} lessons
 * @param {Lesson | null} current
 */
function header(lessons, current) {
  const links = lessons
    .map((each) => {
      const here = each === current ? ' aria-current="page"' : '';
      return `<li data-folder="${each.folder}"><a href="./${each.folder}.html"${here} title="${escape(each.title)}"><span class="number">${each.number}</span><span class="section">${each.section}</span><span class="title">${escape(each.title)}</span></a></li>`;
    })
    .join('\n');
  const where = current
    ? `<h1 class="here"><b>${current.section}</b> ${escape(current.title)}</h1>`
    : '';
  return `<header class="site">
<nav class="contents" aria-label="Contents">
<a class="home" href="./index.html">asyncio tour</a>
<details id="contents">
<summary>Contents</summary>
<ol>
${links}
</ol>
</details>
</nav>
${where}
${current ? pager(current, lessons) : ''}
<div class="site-tools">
${current ? COPY_LINK : ''}
<button type="button" class="theme" data-waits>Dark</button>
</div>
</header>`;
}

/** @param {Lesson} lesson */
function article({ prose, python, c }) {
  return `<article class="plain">
${prose}
<noscript><p class="note">With JavaScript, this lesson plays step by step.</p></noscript>
<div class="plain-code">
${listing('Python', 'lesson.py', python)}
${listing('C', 'lesson.c', c)}
</div>
</article>`;
}

/**
 * @param {string} language
 * @param {string} file
 * @param {Lesson['python']} code
 */
function listing(language, file, { lines }) {
  return `<section><h2>${language} <span class="file">${file}</span></h2>
<pre><code>${lines.map(({ html }) => html).join('\n')}
</code></pre></section>`;
}

/**
 * @param {Lesson} lesson
 * @param {Lesson[]} lessons
 */
function pager(lesson, lessons) {
  const index = lessons.indexOf(lesson);
  const previous = lessons[index - 1];
  const next = lessons[index + 1];
  return `<nav class="pager" aria-label="Lessons before and after">
${previous ? `<a rel="prev" href="./${previous.folder}.html" title="${escape(previous.title)}">Previous</a>` : ''}
${next ? `<a rel="next" href="./${next.folder}.html" title="${escape(next.title)}">Next</a>` : ''}
</nav>`;
}

/** @param {string} text */
function escape(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
