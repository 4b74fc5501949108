/**
 * Learns from the running code which texts it looks for: while a call runs, the language's own searches and matches note
 * what they are asked. A poor man's comparison tracing, without touching the code.
 */
import scratch = require('./scratch.cjs');
import regexes = require('./sample-regex.cjs');
import type { Random } from './random.cjs';

interface Tracer {
  /** Texts learnt so far, oldest first. */
  texts: string[];
  /** Runs the call with the notes switched on. */
  during<T>(call: () => T): T;
  remove(): void;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

const MAX_TEXTS = 240;
const MAX_REGEXES = 80;
const MAX_LENGTH = 60;
const SAMPLES = 6;

interface Notes {
  texts: Set<string>;
  regexes: Set<string>;
  random: Random;
}

function noteText(notes: Notes, text: unknown): void {
  if (typeof text !== 'string' || text.length === 0 || text.length > MAX_LENGTH) return;
  if (text.includes(scratch.MARK) || scratch.tellsPlace(text)) return;
  if (notes.texts.size < MAX_TEXTS) notes.texts.add(text);
}

function noteSome(notes: Notes, items: Iterable<unknown>): void {
  let count = 0;
  for (const item of items) {
    noteText(notes, item);
    if (++count === 30) return;
  }
}

function noteRegex(notes: Notes, regex: RegExp): void {
  const key = `${regex.source}/${regex.flags}`;
  if (notes.regexes.has(key) || notes.regexes.size >= MAX_REGEXES) return;
  notes.regexes.add(key);
  const matcher = new RegExp(regex.source, regex.flags.replace(/[gy]/g, ''));
  for (let count = 0; count < SAMPLES * 2; count++) {
    const text = regexes.sampleRegex(regex.source, notes.random);
    if (matcher.test(text)) noteText(notes, text);
  }
}

/** What each of the language's methods tells when it is called. */
const watchers: [
  owner: () => object,
  names: string[],
  look: (notes: Notes, self: unknown, args: unknown[]) => void,
][] = [
  [
    () => String.prototype,
    ['startsWith', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'split'],
    (notes, _, [text]) => noteText(notes, text),
  ],
  [() => RegExp.prototype, ['exec'], (notes, self) => noteRegex(notes, self as RegExp)],
  [
    () => Array.prototype as object,
    ['includes', 'indexOf'],
    (notes, self, [text]) => {
      if (typeof text === 'string') noteSome(notes, self as unknown[]);
    },
  ],
  [
    () => Set.prototype,
    ['has'],
    (notes, self, [text]) => {
      if (typeof text === 'string') noteSome(notes, self as Set<unknown>);
    },
  ],
  [
    () => Map.prototype,
    ['has', 'get'],
    (notes, self, [text]) => {
      if (typeof text === 'string') noteSome(notes, (self as Map<unknown, unknown>).keys());
    },
  ],
  [
    () => Object.prototype,
    ['hasOwnProperty'],
    (notes, self, [text]) => {
      if (typeof text === 'string' && typeof self === 'object' && self !== null)
        noteSome(notes, Object.keys(self));
    },
  ],
];

/** Patches the context's own classes until it is removed; between calls the patches only pass on. */
function createTracer(random: Random): Tracer {
  const notes: Notes = { texts: new Set(), regexes: new Set(), random };
  let isOn = false;
  const undo: (() => void)[] = [];
  for (const [ownerOf, names, look] of watchers) {
    const owner = ownerOf() as Record<string, Method>;
    for (const name of names) {
      const original = owner[name] as Method;
      const patched: Method = function (...args) {
        if (isOn) {
          isOn = false;
          look(notes, this, args);
          isOn = true;
        }
        return Reflect.apply(original, this, args);
      };
      Object.defineProperty(owner, name, {
        value: patched,
        writable: true,
        configurable: true,
        enumerable: false,
      });
      undo.push(() =>
        Object.defineProperty(owner, name, {
          value: original,
          writable: true,
          configurable: true,
          enumerable: false,
        }),
      );
    }
  }
  return {
    get texts() {
      return [...notes.texts];
    },
    during(call) {
      isOn = true;
      try {
        return call();
      } finally {
        isOn = false;
      }
    },
    remove() {
      for (const restore of undo) restore();
    },
  };
}

const exported = { createTracer };
declare namespace exported {
  export type { Tracer };
}
export = exported;
