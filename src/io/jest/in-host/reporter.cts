/** The only reporter of the runs that we start: results are read from Jest's JSON file. */

class SilentReporter {
  onRunStart(): void {
    // Nothing to print.
  }
}

export = SilentReporter;
