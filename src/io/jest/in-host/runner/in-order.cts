/** A test sequencer for Jest that keeps the order in which the test files are named on the command line. */

interface SequencedTest {
  path: string;
}

class InOrder {
  sort(tests: readonly SequencedTest[]): SequencedTest[] {
    return [...tests].sort((a, b) => process.argv.indexOf(a.path) - process.argv.indexOf(b.path));
  }

  allFailedTests(tests: readonly SequencedTest[]): readonly SequencedTest[] {
    return tests;
  }

  cacheResults(): void {
    // How long a test took has no say in the order.
  }
}

export default InOrder;
