/** Makes the digits and letters of a text plain. */

/** Words that a text of no meaning is made of, where the repository shows none. */
export const PLAIN_WORDS = ['foo', 'bar', 'baz'];

/** A word of each length, for texts whose length matters. */
const SHORT_WORDS = ['a', 'ab', 'abc', 'name', 'hello', 'orange'];

interface RunWords {
  /** Runs that are no debris of a search. */
  known: ReadonlySet<string>;
  /** Words in lower case to put in place of others, the best first. */
  words: readonly string[];
}

const MAX_TEXT = 60;
const MAX_RUN = 12;

/** Runs of digits and letters by plainer ones: numbers of the same length, words in the same case. */
export function* plainerRuns(
  text: string,
  { known, words }: RunWords = { known: new Set(), words: PLAIN_WORDS },
): Generator<string> {
  if (text.length > MAX_TEXT) return;
  let place = 0;
  for (const match of text.matchAll(/\d+|[A-Za-z]+|[^\p{ASCII}]+/gu)) {
    const [run] = match;
    const isWord = /^[A-Za-z]/.test(run);
    const at = isWord ? place++ : 0;
    if (run.length > 1 && known.has(run)) continue;
    const wanted = isWord
      ? plainWords(run, words, at)
      : /^\d/.test(run)
        ? plainDigits(run.length)
        : plainSigns(run);
    const found = wanted.indexOf(run);
    for (const plain of found < 0 ? wanted : wanted.slice(0, isWord ? found : 0))
      yield text.slice(0, match.index) + plain + text.slice(match.index + run.length);
  }
}

function plainDigits(length: number): string[] {
  if (length === 1) return ['1', '2', '5'];
  if (length === 2) return ['10', '12'];
  if (length === 4) return ['2024', '1234'];
  return length < 10 ? ['123456789'.slice(0, length)] : [];
}

/** Letters beyond ASCII, and signs that take two units, by those that everybody knows; half a sign stays. */
function plainSigns(run: string): string[] {
  if (/[\ud800-\udfff]/.test(run.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))) return [];
  return /[\ud800-\udbff]/.test(run) ? ['😀', 'é'] : ['é'];
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** As many letters as the run has, each in the case of the run's: `QXz` becomes `FOo`. */
const inPatternOf = (run: string, letters: string): string =>
  run.replace(/[a-z]/gi, (char, at: number) => {
    const letter = letters.charAt(at % letters.length);
    return char === char.toUpperCase() ? letter.toUpperCase() : letter;
  });

/** The word written as the run is: `Qx` becomes `Foo`, `QX` becomes `FOO`, `qX` becomes `fooBar`. */
function inCaseOf(run: string, word: string, next: string): string[] {
  if (run === run.toLowerCase()) return [word];
  if (run.length === 1) return [capitalised(word), word.toUpperCase()];
  if (run === run.toUpperCase()) return [word.toUpperCase()];
  if (run.slice(1) === run.slice(1).toLowerCase()) return [capitalised(word)];
  const camel = word + capitalised(next);
  const isUpperFirst = run.startsWith(run.charAt(0).toUpperCase());
  const whole = isUpperFirst
    ? [capitalised(camel), word.toUpperCase() + capitalised(next)]
    : [camel, word + next.toUpperCase()];
  return [...whole, inPatternOf(run, word + next)];
}

/** Words for the run that is so many places from the first, and for want of fitting ones one of its length. */
function plainWords(run: string, words: readonly string[], at: number): string[] {
  if (run.length > MAX_RUN || words.length === 0) return [];
  const turned = words.map((_, index) => words[(at + index) % words.length] ?? '');
  const written = turned.flatMap((word, index) =>
    inCaseOf(run, word, turned[(index + 1) % turned.length] ?? word),
  );
  if (run.length > SHORT_WORDS.length) return written;
  const letters = SHORT_WORDS[run.length - 1] ?? '';
  const isPlainCase = run === run.toUpperCase() || run === run.toLowerCase();
  return isPlainCase ? [...written, run === run.toUpperCase() ? letters.toUpperCase() : letters] : written;
}
