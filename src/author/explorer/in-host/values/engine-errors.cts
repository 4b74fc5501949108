/** Separates errors of the JavaScript engine from those that the host's code means to throw. */

export const nativeNames = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'URIError',
  'EvalError',
]);
// Messages of V8 itself; their wording changes between versions, so no assertion contains them.
const nativeMessage =
  /^(Cannot |[A-Z]\w+\.\w+\(\): |Class |Reduce of|Maximum call|URI malformed|Unexpected |Unterminated|Bad control|Expected |Object prototype|Right-hand|Converting circular|Generator is|Derived|Super |Private|Invalid (array|time|regular|string|count|date|value|left|flags|Date|typed|DataView|code point|language|calendar|time zone|unit|currency|option))|(is not (a function|iterable|defined|a constructor|an object|valid JSON|a valid|extensible|writable|a symbol))|called on (null|undefined|non-object|incompatible)|is not iterable|before initialization|read[- ]only property|in JSON at|(must be|argument must) .*between|requires? (a|that)|Cannot|radix|must be an instance of|incompatible receiver|object null|undefined or null/;

/** Messages in which V8 quotes the code before it says what is wrong with it. */
const quotesCode = /^\S.*?(?<says> is not (?:a function|iterable|a constructor|defined)\b.*)$/s;

/** So much of the beginning of a message has to stand in the host's code for the message to be the host's. */
const OWN_WORDS = 16;
const MAX_BEGINNINGS = 500;

/** The texts of the host's modules: a message that occurs in them is not the engine's. */
export class SourceTexts {
  private readonly ownBeginnings = new Map<string, boolean>();

  constructor(private readonly texts: readonly string[]) {}

  /** Whether the host's modules have this word anywhere. */
  speaksOf(word: string): boolean {
    return this.texts.some((text) => text.includes(word));
  }

  isEngineMessage(message: string): boolean {
    if (!nativeMessage.test(message)) return false;
    const quoting = quotesCode.exec(message);
    if (quoting?.groups !== undefined) return !this.writes(message, quoting.groups['says'] ?? '');
    const beginning = message.slice(0, OWN_WORDS);
    const known = this.ownBeginnings.get(beginning);
    if (known !== undefined) return !known;
    const isOwn = this.speaksOf(beginning);
    if (this.ownBeginnings.size < MAX_BEGINNINGS) this.ownBeginnings.set(beginning, isOwn);
    return !isOwn;
  }

  /** Whether the code writes a message that the engine could have made by quoting the code: whole, or behind a name. */
  private writes(message: string, says: string): boolean {
    return ['}', "'", '"', '`'].some((end) => this.speaksOf(end + says)) || this.speaksOf(message);
  }

  /** Whether something that was thrown is the engine's own error: nothing that the code meant to say. */
  isEngineError(thrown: unknown): boolean {
    const { constructor, message } = (thrown ?? {}) as { constructor?: { name?: string }; message?: unknown };
    return (
      nativeNames.has(constructor?.name ?? '') && typeof message === 'string' && this.isEngineMessage(message)
    );
  }
}
