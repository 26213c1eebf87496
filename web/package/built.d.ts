// What make-package.js puts into the bundles.

declare module 'built:wasm' {
  /** As bytes-as-text.js has it. */
  const text: string;
  export default text;
}

declare module 'built:lessons' {
  const lessons: import('../session/runtime.js').Lesson[];
  export default lessons;
}

declare module 'built:packed-lessons' {
  const lessons: import('../element/packed-lessons.js').PackedLesson[];
  export default lessons;
}
