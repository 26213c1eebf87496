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

\`tour run --help\` tells the options. In a checkout, \`npm run -s tour -- list\`.
`;

export const RUN_HELP = `\
tour run LESSON [options]

LESSON is a folder of lessons/ or its number: 6, 06 and 06-cancel are one.
It prints what \`python3 lesson.py\` prints, and exits as that does.

  --set KNOB=VALUE        sets a knob of the lesson; \`tour list\` names them
  --clock virtual|real    real (the default) waits as Python does; virtual
                          goes straight to the next deadline
  --events                prints every event of the run instead, as JSON Lines
  --timeline              draws the run of the tasks instead, a lane for each
`;
