import js from '@eslint/js';
import globals from 'globals';

const IN_BROWSERS = ['web/{element,views,player,page}/**/*.js'];
const IN_NODE = ['web/{build,server,cli}/**/*.js', 'tests/**/*.js', '*.config.js'];

export default [
  { ignores: ['build/', 'dist/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-implicit-coercion': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
      // A coroutine that never waits is a generator without yield.
      'require-yield': 'off',
    },
  },
  // Without a mark of its own below, code runs in browsers and in Node.
  { files: ['web/**/*.js'], languageOptions: { globals: globals['shared-node-browser'] } },
  { files: IN_BROWSERS, languageOptions: { globals: globals.browser } },
  { files: IN_NODE, languageOptions: { globals: globals.node } },
  // What Emscripten's linker reads, by its own rules.
  {
    files: ['runtime/**/*.js'],
    languageOptions: { sourceType: 'script', globals: { LibraryManager: true, mergeInto: true } },
    rules: { 'object-shorthand': 'off' },
  },
  // Functions that Playwright runs in the page.
  { files: ['tests/{embed,page}/**/*.js'], languageOptions: { globals: globals.browser } },
];
