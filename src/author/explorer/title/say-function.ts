/** Says what a function does, in words taken from its doc comment and its name. */
import type { Parameter } from '../../../domain/target.js';
import type { Step } from '../notation/case.js';
import { gerund, isPlural, joined, thirdPerson, vague, verbs, withArticle, wordsOf } from './words.js';

const MAX_DOC = 84;

const nounPhrase = (words: readonly string[]): string => {
  const noun = words.join(' ');
  return isPlural(noun) || /^(all|first|last|next|by|to|from|with|of|in|at|if|for|as)\b/.test(noun)
    ? noun
    : withArticle(noun);
};

const withoutPreposition = (words: readonly string[]): string[] =>
  /^(?:for|of|by|to|from|with|in|at|on|into|as)$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : [...words];

/** Names that say little, and enough to be the object of a verb: `pushes an item`. */
const things = /^(?:item|element|value|entry|node|key|array|list|object)$/;

/** Verbs that names end with, and that are no things as well. */
const deeds =
  /^(?:parse|serialize|serialise|stringify|validate|normalize|normalise|encode|decode|resolve|convert|compute|calculate|create|remove|delete|apply|merge|render|compare)$/;

const objectOf = (rest: readonly string[], params: readonly Parameter[]): string => {
  if (rest.length > 0) return ` ${nounPhrase(rest)}`;
  const [first] = params;
  return !first || (vague.test(first.name) && !things.test(first.name)) || !/^[a-z]\w+$/i.test(first.name)
    ? ''
    : ` ${nounPhrase(wordsOf(first.name).split(' '))}`;
};

/**
 * Words for a function's behaviour by its name: `addLine` adds a line, `toISO` converts to ISO, `subtotal` returns
 * the subtotal.
 */
export function sayDeed(name: string, params: readonly Parameter[], owner = ''): string {
  const words = wordsOf(name).split(' ');
  const [first = '', ...rest] = withoutPreposition(words.filter((word) => word !== ''));
  const isNoun = rest[0] === 'of' || rest[0] === 'in';
  if (verbs.has(first) && !isNoun) {
    const object = objectOf(rest, params);
    // Without anything to do it to, a method does it to its object: `clears the cache`.
    const isOfOwner = object === '' && params.length === 0 && rest.length === 0 && owner !== '';
    return `${thirdPerson(first)}${isOfOwner ? ` the ${wordsOf(owner)}` : object}`;
  }
  // A verb after what it is done to: `mailtoParse`.
  const last = rest.at(-1);
  if (last !== undefined && deeds.test(last) && !isNoun)
    return `${thirdPerson(last)} ${[first, ...rest.slice(0, -1)].join(' ')}`;
  if (first === 'get' && rest.length > 0) return `returns the ${rest.join(' ')}`;
  if (first === 'to' && rest.length > 0) return `converts to ${rest.join(' ')}`;
  if (first === 'from' && rest.length > 0) return `reads ${rest.join(' ')}`;
  return first === 'get' ? 'returns what is stored' : `returns the ${[first, ...rest].join(' ')}`;
}

/** The same as something that was done before: `addLine` → `adding a line`. */
function sayDone(name: string): string {
  const [first = '', ...rest] = wordsOf(name)
    .split(' ')
    .filter((word) => word !== '');
  if (first === 'set' || first === 'get')
    return `${gerund(first)} ${rest.length > 0 ? nounPhrase(rest) : 'a value'}`;
  if (!verbs.has(first)) return `calling ${name}`;
  return rest.length > 0 ? `${gerund(first)} ${nounPhrase(rest)}` : gerund(first);
}

/** Whether a name says what the function gives, and not what it does: `subtotal`, `toISO`, `rateFor`. */
export function isNoun(name: string): boolean {
  const [first = '', second] = wordsOf(name).split(' ');
  if (second === 'of' || second === 'in') return true;
  const isThird = /s$/.test(first) && [...verbs].some((verb) => thirdPerson(verb) === first);
  return !verbs.has(first) && !isThird && !/^(get|set|to|from|on|do|try|new)$/.test(first);
}

/** `Who owes the tax`, `Whether it is late`. */
const question = /^(who|where|whether|how|which|what|why)$/;
/** A full sentence has a verb of its own and holds of one case only. */
const hasVerb = /\b(is|are|was|were|has|have|can|must|should|will|does|do|may|if)\b/i;

/** The first sentence of a doc comment, where it says what the function does and is short enough for a title. */
export function sayDoc(doc: string | null, name: string): string | null {
  const text = (doc ?? '').replace(/^@description\s+/, '').split(/\n\s*\n|\n\s*@/)[0] ?? '';
  const whole = /^(.+?)(?:[.:;,](?=\s|$)|$)/s.exec(text.replace(/\s+/g, ' ').trim())?.[1] ?? '';
  // The reason is no part of what it does.
  const sentence = whole.replace(/ (so that|in order to|because|since|which|where|so as to) .*$/, '');
  if (sentence.length > MAX_DOC || /[@{}`<>|"=]|https?:/.test(sentence)) return null;
  const [head = '', ...rest] = sentence.split(' ');
  const word = head.toLowerCase();
  if (rest.length === 0) return null;
  const isImperative = verbs.has(word) || word === 'get' || word === 'return';
  if (isImperative && !/s$/.test(rest[0] ?? '')) return [thirdPerson(word), ...rest].join(' ');
  const isThird = /s$/.test(word) && [...verbs, 'get', 'return'].some((verb) => thirdPerson(verb) === word);
  if (isThird) return [word === 'gets' ? 'returns' : word, ...rest].join(' ');
  if (question.test(word)) return `says ${[word, ...rest].join(' ')}`;
  const isThing = /^to[A-Z]/.test(name) || isNoun(name);
  if (!isThing || hasVerb.test(sentence) || !/^(?:[A-Z][a-z]*|[A-Z]{2,})$/.test(head)) return null;
  return `returns ${[/^[A-Z]{2}/.test(head) ? head : word, ...rest].join(' ')}`;
}

const puts = /^(add|append|insert|use|push|attach|register|put|include)$/;

/** Something that the object was given: `with two lines`. */
function sayPut(member: string, count: number): string | null {
  const [first = '', ...rest] = wordsOf(member).split(' ');
  if (!puts.test(first) || rest.length === 0) return null;
  const noun = rest.join(' ');
  if (count === 1 || isPlural(noun)) return `with ${nounPhrase(rest)}`;
  return `with ${count === 2 ? 'two' : 'several'} ${/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

const isSameStep = (a: Step, b: Step): boolean =>
  a.member === b.member && JSON.stringify(a.args) === JSON.stringify(b.args);

/**
 * The steps before the last one, each kind once: `with a line after paying twice`. A step that was taken before makes the
 * last one the second of its kind.
 */
export function sayBefore(steps: readonly Step[], last: Step | undefined): string {
  const isAgain = last !== undefined && steps.some((step) => isSameStep(step, last));
  const named = steps.flatMap(({ member, kind }) =>
    member === null || kind === 'get' || member === last?.member ? [] : [{ member, kind }],
  );
  const said = named.map(({ member, kind }) => ({
    member,
    count: named.filter((other) => other.member === member).length,
    done: kind === 'set' ? `setting ${wordsOf(member)}` : sayDone(member),
  }));
  const unique = said.filter(({ done }, index) => said.findIndex((other) => other.done === done) === index);
  const withs = unique.flatMap(({ member, count }) => sayPut(member, count)?.replace(/^with /, '') ?? []);
  const afters = unique.flatMap(({ member, count, done }) =>
    sayPut(member, count) === null ? [count > 1 ? `${done} twice` : done] : [],
  );
  return [
    isAgain ? 'the second time' : '',
    withs.length === 0 ? '' : `with ${joined(withs.slice(-2))}`,
    afters.length === 0 ? '' : `after ${joined(afters.slice(-2))}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/**
 * Says what a function does for an input, without saying a word twice: `parses a text` for an empty text is `parses an empty
 * text`, `applies terms` for "eom" is `applies terms "eom"`.
 *
 * @param names of the parameters: only their values stand in for a noun
 */
export function withInput(deed: string, input: string, names: readonly string[]): string {
  if (input === '') return deed;
  const [, head = '', article, noun = ''] = /^(\w+s) (?:(an?) )?(\w+)$/.exec(deed) ?? [];
  const [, thing = '', rest = ''] = /^for (.+?)((?: with(?:out)? .*)?)$/.exec(input) ?? [];
  const whole = `${deed} ${input}`;
  if (noun === '' || thing === '' || thing.includes(' and ') || (!article && !isPlural(noun))) return whole;
  const one = noun.replace(/ies$/, 'y').replace(/s$/, '');
  const words = thing.split(' ');
  const isNamed = !/^["'\d-]/.test(thing) && (words.includes(noun) || words.includes(one));
  if (isNamed) return `${head} ${thing}${rest}`;
  const isLiteral = /^(?:"[^"]*"|-?\d[\d.:-]*)$/.test(thing);
  if (!isLiteral) return whole;
  if (!article) return `${deed} ${thing}${rest}`;
  return names.some((name) => wordsOf(name) === noun) ? `${head} ${thing}${rest}` : whole;
}
