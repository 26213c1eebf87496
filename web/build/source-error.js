/** A mistake in a file its author can mend. Its message is `file:line: what is wrong`. */
export class SourceError extends Error {
  /**
   * @param {string} file
   * @param {number} line 1-based; 0 when no line is to blame
   * @param {string} problem
   */
  constructor(file, line, problem) {
    super(line ? `${file}:${line}: ${problem}` : `${file}: ${problem}`);
    this.name = 'SourceError';
  }
}

/**
 * Runs a build step; an author's mistakes are printed one a line, without a stack trace.
 *
 * @param {() => Promise<void>} main
 * @param {new (...args: any[]) => Error} [Mistake] the errors whose message says all
 */
export async function runBuildStep(main, Mistake = SourceError) {
  try {
    await main();
  } catch (error) {
    const mistakes = error instanceof AggregateError ? error.errors : [error];
    if (!mistakes.every((mistake) => mistake instanceof Mistake)) throw error;
    for (const mistake of mistakes) console.error(mistake.message);
    process.exitCode = 1;
  }
}
