/** The only reporter of the runs that we start: results are read from Jest's JSON file. */

const parent = process.ppid;
const watchMs = 1000;

/**
 * Jest must not outlive the process that started it, even when that was killed. The sandboxes see to it where the system
 * has the means; this is for systems that have not.
 */
function endWithParent(): void {
  const timer = setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  }, watchMs);
  timer.unref();
}

interface ReportedFile {
  testResults: { failureDetails?: unknown[] }[];
}

class SilentReporter {
  onRunStart(): void {
    endWithParent();
  }

  /** Drops the values that a failed expectation compared: not every value can be written down, a BigInt cannot. */
  onTestResult(_test: unknown, result: ReportedFile): void {
    for (const test of result.testResults) test.failureDetails = [];
  }
}

// Jest 24 calls what `require` returns; later versions take a default export too.
export = SilentReporter;
