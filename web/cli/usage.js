/** What the user asked for cannot be done as it was written. */
export class UsageError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'UsageError';
  }
}

export const HELP = `\
Lessons on asyncio, on a real event loop.

  tour list                    the lessons and their knobs
  tour run LESSON [options]    runs one, by its folder or number
  tour lesson FOLDER           makes a module of a lesson of your own
  tour help run|lesson         tells their options

\`tour\` stands for \`npm run -s tour --\` in a checkout, as in \`npm run -s tour -- list\`,
and for \`npx asyncio-tour\` where the package is installed.
`;

export const RUN_HELP = `\
tour run LESSON [options]

LESSON is a folder of lessons/ or its number: 6, 06 and 06-cancel are one.
It prints what \`python3 lesson.py\` prints, and exits as that does. Exit status 2
means a mistake in the command: then nothing ran.

  --set KNOB=VALUE        sets a knob of the lesson; \`tour list\` names them
  --clock virtual|real    real (the default) waits as Python does; virtual
                          goes straight to the next deadline
  --events                prints every event of the run instead, as JSON Lines
  --timeline              draws the run of the tasks instead, a lane for each
`;

export const LESSON_HELP = `\
tour lesson FOLDER... [--out FOLDER]

Makes a module of lessons of your own, which <asyncio-lesson> plays. A lesson is
a folder such as 01-mine with lesson.md, lesson.py and lesson.c in it. It needs
Emscripten's emcc, on the PATH or in the SDK that EMSDK names.

  --out FOLDER            where 01-mine.wasm and 01-mine.json go; here, if it
                          is left out
`;
