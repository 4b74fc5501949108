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

/** Messages of the platform that begin with its function: `WebAssembly.Instance(): …`. */
const ofApi = /^[A-Z]\w+\.\w+\(\): /;

/** So much of the beginning of a message has to stand in the host's code for the message to be the host's. */
const OWN_WORDS = 16;
const MAX_KNOWN = 500;

/** The texts of the host's modules: a message that occurs in them is not the engine's. */
export class SourceTexts {
  /** Messages that quote code, and beginnings of others, with whether the host's code writes them. */
  private readonly own = new Map<string, boolean>();

  constructor(private readonly texts: readonly string[]) {}

  /** Whether the host's modules have this word anywhere. */
  speaksOf(word: string): boolean {
    return this.texts.some((text) => text.includes(word));
  }

  isEngineMessage(message: string): boolean {
    if (!nativeMessage.test(message)) return false;
    const says = quotesCode.exec(message)?.groups?.['says'];
    const beginning = ofApi.exec(message)?.[0] ?? message.slice(0, OWN_WORDS);
    const key = says === undefined ? beginning : message;
    const known = this.own.get(key);
    if (known !== undefined) return !known;
    const isOwn = says === undefined ? this.speaksOf(key) : this.writes(message, says);
    // The search meets few messages, but each of them often.
    if (this.own.size < MAX_KNOWN) this.own.set(key, isOwn);
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
