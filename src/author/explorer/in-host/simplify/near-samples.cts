/**
 * Texts one plain fault away from such as people gave: where only a malformed text reaches a branch, a reader knows it as a text of
 * the format with one thing wrong.
 */

/** Longer samples are documents, of which one fault is hard to see. */
const MAX_SAMPLE = 60;
const MAX_SAMPLES = 4;
/** So many signs of the text in hand are tried in a sample. */
const MAX_SIGNS = 5;

/** Where words and signs meet, with both ends. */
function boundariesOf(text: string): number[] {
  const places = Array.from({ length: text.length + 1 }, (_, at) => at);
  const isWord = (at: number): boolean => /\w/.test(text.charAt(at));
  return places.filter((at) => at === 0 || at === text.length || isWord(at - 1) !== isWord(at));
}

/** Signs that the text has, those first that the sample has not. */
function signsOf(text: string, sample: string): string[] {
  const signs = [...new Set(text.match(/%[\da-f]{2}|[^\w\s]|\s+/gi) ?? [])];
  const isNew = (sign: string): boolean => !sample.includes(sign);
  return [...signs.filter(isNew), ...signs.filter((sign) => !isNew(sign))].slice(0, MAX_SIGNS);
}

function* faultsOf(sample: string, text: string): Generator<string> {
  const places = boundariesOf(sample);
  for (const sign of signsOf(text, sample))
    for (const at of [sample.length, 0, ...places.slice(1, -1)])
      yield sample.slice(0, at) + sign + sample.slice(at);
  // A sign, or a part between two signs, that is missing.
  for (const match of sample.matchAll(/[^\w\s]|\w+/g))
    yield sample.slice(0, match.index) + sample.slice(match.index + match[0].length);
  for (const at of places.slice(1, -1).reverse()) yield sample.slice(0, at);
}

/** Samples with one fault each, made of what the text in hand has; the fault that comes first in one sample is tried in all first. */
export function* nearSamples(text: string, samples: readonly string[]): Generator<string> {
  const fitting = samples.filter((sample) => sample.length > 1 && sample.length <= MAX_SAMPLE);
  const open = fitting.slice(0, MAX_SAMPLES).map((sample) => faultsOf(sample, text));
  const seen = new Set([text, ...samples]);
  while (open.length > 0) {
    for (const faults of [...open]) {
      const next = faults.next();
      if (next.done === true) open.splice(open.indexOf(faults), 1);
      else if (!seen.has(next.value)) {
        seen.add(next.value);
        yield next.value;
      }
    }
  }
}
