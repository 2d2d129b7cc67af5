import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Prints, as the very last line of the run, `N passed, N failed` and, where there are any, `N skipped`. */
export default class ClosingLineReporter implements Reporter {
  private line = '0 passed, 0 failed';
  private waits = false;

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    this.line = closingLine(modules, errors.length);
    if (this.waits) return;
    this.waits = true;
    // Other reporters and the teardown of the global setup may still print; nothing prints behind `exit`.
    process.once('exit', () => process.stdout.write(`${this.line}\n`));
  }
}

/** Counts tests; a file that could not be read at all and an error outside of tests count as a failure each. */
function closingLine(modules: readonly TestModule[], unhandledErrors: number): string {
  const count = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that never ran to its end (the run was broken off) did not pass.
      if (state === 'pending') count.failed += 1;
      else count[state] += 1;
    }
    count.failed += module.errors().length;
  }
  return `${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`;
}
