import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packLesson, unpackLesson } from '../../web/element/packed-lessons.js';
import { lessons } from '../web/support/lessons.js';

test('a packed lesson is the same lesson again', () => {
  for (const lesson of lessons) {
    assert.deepEqual(unpackLesson(JSON.parse(JSON.stringify(packLesson(lesson)))), lesson);
  }
});
