/** Says what a function does and for which input, in words taken from its doc comment and its names. */
import type { Parameter } from '../../../domain/target.js';
import type { Step } from '../notation/case.js';
import type { Expression } from '../notation/expression.js';
import { withArticle, wordsOf } from './say-name.js';

const MAX_DOC = 84;

/** Verbs that names of functions begin with, where the third person is not just an `s` more. */
const verbs = new Set(
  (
    'add append apply assert assess assign attach bind book build calculate call cancel change check choose chunk clamp clean clear clone close ' +
    'collect combine compare compose compute concat configure contain convert copy count create cut decode decrement decrypt dedupe define ' +
    'delete describe destroy detach detect disable discard divide drop empty enable encode encrypt end enqueue ensure enter equal escape ' +
    'evaluate exclude execute expand export extend extract fetch fill filter find finish flatten flush format generate group guess handle ' +
    'import include increment indent index infer insert intersect invert join keep leave limit list load lock log lookup make map mark match ' +
    'measure merge move multiply negate normalise normalize notify omit open order pack pad parse partition pay peek pick pop prepare print ' +
    'process publish pull push put quote read receive redeem reduce refresh register reject release remove rename render repeat replace report ' +
    'request require reset resize resolve restore reverse revoke rotate round run sample save scale scan schedule search seek select send ' +
    'serialise serialize set shift show shuffle sign skip slice slugify sort splice split start stop store stringify strip subscribe subtract ' +
    'sum summarise summarize swap take throttle toggle transform translate transpose traverse trim truncate try unescape union unlock ' +
    'unquote unregister unshift unsubscribe update use validate verify visit wait walk weigh wrap write yield zip'
  ).split(' '),
);

/** `split` → `splits`, `push` → `pushes`, `copy` → `copies`. */
const thirdPerson = (verb: string): string =>
  /(s|x|z|ch|sh)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`;

const doubled =
  /^(add|put|get|set|cut|trim|pop|map|run|stop|drop|skip|swap|strip|zip|wrap|begin|split|plan|chop)$/;

/** `cancel` → `cancelling`, `close` → `closing`, `put` → `putting`. */
const gerund = (verb: string): string => {
  if (verb === 'add') return 'adding';
  if (doubled.test(verb)) return `${verb}${verb.at(-1) ?? ''}ing`;
  if (/[^aeiou]el$/.test(verb)) return `${verb}ling`;
  return /[^e]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
};

const isPlural = (noun: string): boolean => /[^s]s$/.test(noun);
const nounPhrase = (words: readonly string[]): string => {
  const noun = words.join(' ');
  return isPlural(noun) || /^(all|first|last|next|by|to|from|with|of|in|at|if|for|as)\b/.test(noun)
    ? noun
    : withArticle(noun);
};

/** Names of parameters that say nothing of what is meant. */
const vague =
  /^(x|y|z|a|b|c|n|i|s|t|v|k|o|e|f|fn|cb|args?|arg\d|val|value|values|data|input|input\d|obj|object|options?|opts?|params?|props|str|arr|el|item|other|self|this|that|context|ctx)$/i;

const withoutPreposition = (words: readonly string[]): string[] =>
  /^(?:for|of|by|to|from|with|in|at|on|into|as)$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : [...words];

const objectOf = (rest: readonly string[], params: readonly Parameter[]): string => {
  if (rest.length > 0) return ` ${nounPhrase(rest)}`;
  const [first] = params;
  return !first || vague.test(first.name) || !/^[a-z]\w+$/i.test(first.name)
    ? ''
    : ` ${nounPhrase(wordsOf(first.name).split(' '))}`;
};

/**
 * Words for a function's behaviour by its name: `addLine` adds a line, `toISO` converts to ISO, `subtotal` returns
 * the subtotal.
 */
export function sayDeed(name: string, params: readonly Parameter[]): string {
  const words = wordsOf(name).split(' ');
  const [first = '', ...rest] = withoutPreposition(words.filter((word) => word !== ''));
  const isNoun = rest[0] === 'of' || rest[0] === 'in';
  if (verbs.has(first) && !isNoun) return `${thirdPerson(first)}${objectOf(rest, params)}`;
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

/** The first sentence of a doc comment, where it says what the function does and is short enough for a title. */
export function sayDoc(doc: string | null): string | null {
  const text = (doc ?? '').replace(/^@description\s+/, '').split(/\n\s*\n|\n\s*@/)[0] ?? '';
  const sentence = /^(.+?)(?:[.:;](?=\s|$)|$)/s.exec(text.replace(/\s+/g, ' ').trim())?.[1] ?? '';
  if (sentence.length > MAX_DOC || /[@{}`<>|"]|https?:/.test(sentence)) return null;
  const [head = '', ...rest] = sentence.split(' ');
  const word = head.toLowerCase();
  if (rest.length === 0) return null;
  const isImperative = verbs.has(word) || word === 'get' || word === 'return';
  if (isImperative) return [thirdPerson(word), ...rest].join(' ');
  const isThird = /s$/.test(word) && [...verbs, 'get', 'return'].some((verb) => thirdPerson(verb) === word);
  return isThird ? [word === 'gets' ? 'returns' : word, ...rest].join(' ') : null;
}

interface Feature {
  text: string;
  /** It is more than that something of the name was given. */
  isSpecial: boolean;
}

const special = (text: string): Feature => ({ text, isSpecial: true });
const plain = (text: string): Feature => ({ text, isSpecial: false });

/** Words for a value passed under this name; null when there are none. */
function sayFeature(value: Expression, name: string): Feature | null {
  const noun = vague.test(name) || name === '' ? null : wordsOf(name);
  switch (value.k) {
    case 'lit':
      if (value.access) return special(value.access.members.at(-1) ?? String(value.v));
      if (value.v === null) return special(noun === null ? 'null' : `no ${noun}`);
      if (typeof value.v === 'number') return sayNumber(value.v, noun ?? 'number');
      if (typeof value.v === 'string') return sayTextFeature(value.v, noun);
      return noun === null ? special(String(value.v)) : special(`${value.v ? 'with' : 'without'} ${noun}`);
    case 'undef':
      return noun === null ? null : special(`no ${noun}`);
    case 'num':
      return special(value.v === 'NaN' ? 'NaN' : value.v === '-0' ? 'minus zero' : value.v);
    case 'arr':
      return sayList(value.items.length, noun ?? 'list');
    case 'obj':
      return value.props.length === 0
        ? special(`an empty ${noun ?? 'object'}`)
        : plain(
            `${withArticle(noun ?? 'object')} with ${joined(value.props.slice(0, 2).map(([key]) => wordsOf(key)))}`,
          );
    case 'date':
      return value.ms === null ? special('an invalid date') : plain(withArticle(noun ?? 'date'));
    default:
      return noun === null ? null : plain(withArticle(noun));
  }
}

function sayNumber(value: number, noun: string): Feature {
  if (value === 0) return special(noun === 'number' ? 'zero' : `${withArticle(noun)} of zero`);
  if (value < 0) return special(`a negative ${noun}`);
  return Number.isInteger(value) ? plain(withArticle(noun)) : special(`a fractional ${noun}`);
}

function sayTextFeature(text: string, noun: string | null): Feature {
  const thing = noun ?? 'text';
  if (text === '') return special(`an empty ${thing}`);
  if (/^\s+$/.test(text)) return special(`a blank ${thing}`);
  if (/\n/.test(text)) return special(`${withArticle(thing)} of several lines`);
  // A code of its own kind: a country, a currency, a rate.
  if (/^(?=.*[A-Z\d])[A-Z\d%:+/-]{2,8}$/.test(text)) return special(noun === null ? text : `${noun} ${text}`);
  return plain(withArticle(thing));
}

function sayList(count: number, noun: string): Feature {
  if (!isPlural(noun)) {
    if (count === 0) return special(`an empty ${noun}`);
    return count > 1 ? plain(withArticle(noun)) : special(`${withArticle(noun)} of one`);
  }
  if (count === 0) return special(`no ${noun}`);
  return count > 1
    ? plain(`several ${noun}`)
    : special(`a single ${noun.replace(/ies$/, 'y').replace(/s$/, '')}`);
}

const isOptions = (name: string): boolean => /^(opts?|options|config|settings)$/i.test(name);

/** Options by their names: `with symbolFirst and without header`. */
function sayOptions(value: Expression): string[] {
  if (value.k !== 'obj') return [];
  return value.props.map(([key, item]) => {
    if (item.k === 'lit' && typeof item.v === 'boolean')
      return `${item.v ? 'with' : 'without'} ${wordsOf(key)}`;
    const isWord = item.k === 'lit' && typeof item.v === 'string' && /^[\w.%-]{1,12}$/.test(item.v);
    return isWord ? `with ${wordsOf(key)} ${String(item.v)}` : `with ${wordsOf(key)}`;
  });
}

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

const isFlag = (text: string): boolean => /^with(out)? /.test(text);

/**
 * For which input, by what is special about it: `for a negative amount with accounting`.
 * @param isFull whether plain arguments are named, too
 */
export function sayInput(args: readonly Expression[], names: readonly string[], isFull: boolean): string {
  const nameAt = (index: number): string => names[index] ?? names.at(-1) ?? '';
  const options = args.flatMap((arg, index) => (isOptions(nameAt(index)) ? sayOptions(arg) : []));
  const features = args
    .flatMap((arg, index) => (isOptions(nameAt(index)) ? [] : (sayFeature(arg, nameAt(index)) ?? [])))
    .filter(({ isSpecial }) => isFull || isSpecial)
    .map(({ text }) => text);
  const things = [...new Set(features.filter((text) => !isFlag(text)))];
  const first = things.length > 0 ? `for ${joined(things.slice(0, 3))}` : '';
  const flags = joined([...options, ...features.filter(isFlag)].slice(0, 3));
  return [first, flags].filter((part) => part !== '').join(' ');
}

/** The earlier steps, each kind once: `after adding a line and paying`. */
export function sayBefore(steps: readonly Step[]): string {
  const names = steps.flatMap(({ member, kind }) =>
    member === null || kind === 'get' ? [] : [{ member, kind }],
  );
  const said = names.map(({ member, kind }) =>
    kind === 'set' ? `setting ${wordsOf(member)}` : sayDone(member),
  );
  const unique = [...new Set(said)];
  const counted = unique.map((text) =>
    said.filter((other) => other === text).length > 1 ? `${text} twice` : text,
  );
  return counted.length === 0 ? '' : `after ${joined(counted.slice(-2))}`;
}
