// What make-package.js puts into the bundles.

declare module 'built:wasm' {
  /** A character a byte. */
  const text: string;
  export default text;
}

declare module 'built:lessons' {
  const lessons: import('../session/runtime.js').Lesson[];
  export default lessons;
}

declare module 'built:shown-lessons' {
  type Code = Omit<import('../build/lesson.js').ShownCode, 'text'>;
  type Shown = Omit<import('../build/lesson.js').Lesson, 'python' | 'c'>;
  const lessons: (Shown & { python: Code; c: Code })[];
  export default lessons;
}
