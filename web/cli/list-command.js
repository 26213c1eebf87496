import { describeRange } from '../session/knobs.js';

/**
 * @param {readonly import('../session/runtime.js').Lesson[]} lessons
 * @returns {string}
 */
export function listLessons(lessons) {
  /** @param {'folder' | 'section'} key */
  const widest = (key) => Math.max(0, ...lessons.map((lesson) => lesson[key].length));
  const [folders, sections] = [widest('folder'), widest('section')];
  const lines = [];
  for (const { folder, section, title, knobs } of lessons) {
    lines.push(`${folder.padEnd(folders)}  ${section.padEnd(sections)}  ${title}`);
    for (const knob of knobs) {
      lines.push(`    ${knob.name}=${knob.default}  ${describeRange(knob)}: ${knob.label}`);
    }
  }
  lines.push('', 'A knob is set with --set: `tour run 5 --set tasks=10`, say.');
  return `${lines.join('\n')}\n`;
}
