/**
 * From any list of lesson folders,
 *
 *   node web/build/make-lessons.js --json FILE --programs DIRECTORY FOLDER...
 *
 * writes what the page shows to FILE, and to DIRECTORY the C of each lesson and of their table.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mainOf } from './lesson.js';
import { buildLessons } from './lessons.js';
import { programTable } from './program-table.js';
import { runBuildStep, SourceError } from './source-error.js';
import { writeIfChanged } from './write-if-changed.js';

async function main() {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'string' }, programs: { type: 'string' } },
    allowPositionals: true,
  });
  const { json = '', programs = '' } = values;
  if (positionals.length === 0) throw new SourceError('lessons', 0, 'no lesson folder was given');
  const built = await buildLessons(positionals.map((directory) => path.normalize(directory)));
  const lessons = built.map(({ lesson }) => lesson);
  await Promise.all([
    ...built.map(({ lesson, program }) =>
      writeIfChanged(path.join(programs, `${lesson.folder}.c`), program),
    ),
    writeIfChanged(
      path.join(programs, 'programs.c'),
      programTable(lessons.map(({ folder }) => ({ name: folder, main: mainOf(folder) }))),
    ),
    writeIfChanged(json, `${JSON.stringify(lessons)}\n`),
  ]);
  console.log(`lessons: ${lessons.map(({ folder }) => folder).join(', ')}`);
}

await runBuildStep(main);
