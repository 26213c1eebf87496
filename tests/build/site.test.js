/** The site that `make` has built, as a browser without JavaScript finds it. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';

const SITE = new URL('../../dist/site/', import.meta.url);
const PAGES = readdirSync(SITE).filter((name) => name.endsWith('.html'));
/** @type {import('../../web/build/lesson.js').Lesson[]} */
const LESSONS = JSON.parse(readFileSync(new URL('../lessons.json', SITE), 'utf8'));

/** @param {string} name */
const read = (name) => readFileSync(new URL(name, SITE), 'utf8');

/** What a reader sees of some HTML, near enough to look for text in. @param {string} html */
function textOf(html) {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

const DOCUMENTS = ['reliability.html', 'cpython-tests.html'];

test('there is a page for each lesson, a first one, one for iframes, and the documents', () => {
  const expected = [...LESSONS.map(({ folder }) => `${folder}.html`), 'index.html', 'embed.html', ...DOCUMENTS];
  assert.deepEqual(PAGES.toSorted(), expected.toSorted());
});

describe('each page', () => {
  const htmlValidate = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'doctype-style': 'off', 'long-title': 'off', 'no-trailing-whitespace': 'off' },
  });
  for (const page of PAGES) {
    test(`${page} is valid HTML`, async () => {
      const { results } = await htmlValidate.validateString(read(page));
      const messages = results.flatMap((result) => result.messages);
      assert.deepEqual(
        messages.map(({ line, message }) => `${page}:${line}: ${message}`),
        [],
      );
    });

    test(`${page} works under any path and a strict security policy`, () => {
      const html = read(page);
      assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
      const addresses = [...html.matchAll(/\s(?:href|src)="([^"#]+)/g)].map(([, address]) => address);
      assert.ok(addresses.length > 0);
      for (const address of addresses.filter((each) => !/^https?:/.test(each))) {
        assert.doesNotMatch(address, /^\//);
        assert.ok(existsSync(fileURLToPath(new URL(address, SITE))), `${page} links ${address}`);
      }
    });
  }
});

describe('each lesson', () => {
  for (const lesson of LESSONS) {
    test(`${lesson.folder} can be read without JavaScript`, () => {
      const html = read(`${lesson.folder}.html`);
      assert.ok(html.includes(lesson.prose.trim()), 'the prose');
      const text = textOf(html);
      assert.ok(text.includes(lesson.python.text), 'lesson.py');
      assert.ok(text.includes(lesson.c.text), 'lesson.c');
    });

    test(`${lesson.folder} has a file of its own`, () => {
      assert.deepEqual(JSON.parse(read(`lessons/${lesson.folder}.json`)), lesson);
    });
  }

  test('is in the index', () => {
    assert.deepEqual(
      JSON.parse(read('lessons/index.json')),
      LESSONS.map(({ folder, number, section, title }) => ({ folder, number, section, title })),
    );
  });
});
