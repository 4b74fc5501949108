/** Makes the digits and letters of a text plain. */

/** Runs of digits and letters by plainer ones of the same length. */
export function* plainerRuns(text: string, known: ReadonlySet<string> = new Set()): Generator<string> {
  if (text.length > 40) return;
  for (const match of text.matchAll(/\d+|[A-Za-z]+/g)) {
    const [run] = match;
    if (run.length > 1 && known.has(run)) continue;
    const wanted = /^\d/.test(run) ? plainDigits(run.length) : plainLetters(run);
    for (const plain of wanted) {
      if (!wanted.includes(run))
        yield text.slice(0, match.index) + plain + text.slice(match.index + run.length);
    }
  }
}

function plainDigits(length: number): string[] {
  if (length === 1) return ['1', '2', '5'];
  if (length === 2) return ['10', '12'];
  if (length === 4) return ['2024', '1234'];
  return length < 10 ? ['123456789'.slice(0, length)] : [];
}

function plainLetters(run: string): string[] {
  if (run.length > 6) return [];
  const plain = 'abcdef'.slice(0, run.length);
  return run === run.toUpperCase() ? [plain.toUpperCase()] : run === run.toLowerCase() ? [plain] : [];
}
