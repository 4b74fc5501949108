/** Names of the source as words of a sentence. */

/** Verbs that names of functions begin with, where the third person is not just an `s` more. */
export const verbs: ReadonlySet<string> = new Set(
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
    'unquote unregister unshift unsubscribe update use validate verify visit wait walk weigh wrap write yield zip ' +
    'abbreviate accept allocate allow blend camelize capitalise capitalize compile debounce defer deny diff dispatch drain emit enumerate estimate expire ' +
    'fold hash highlight increase decrease initialise initialize inject inspect interpolate interpret invoke iterate lint locate minify mutate ' +
    'paginate pause pluck pluralise pluralize rank recover reorder reserve resume retry sanitise sanitize settle ship shorten simplify ' +
    'singularize subset tokenise tokenize trigger understand unflatten unwrap uppercase lowercase'
  ).split(' '),
);

/** `split` → `splits`, `push` → `pushes`, `copy` → `copies`. */
export const thirdPerson = (verb: string): string =>
  /(s|x|z|ch|sh)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`;

const doubled =
  /^(add|put|get|set|cut|trim|pop|map|run|stop|drop|skip|swap|strip|zip|wrap|begin|split|plan|chop)$/;

/** `cancel` → `cancelling`, `close` → `closing`, `put` → `putting`. */
export const gerund = (verb: string): string => {
  if (verb === 'add') return 'adding';
  if (doubled.test(verb)) return `${verb}${verb.at(-1) ?? ''}ing`;
  if (/[^aeiou]el$/.test(verb)) return `${verb}ling`;
  return /[^e]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
};

export const isConstant = (name: string): boolean => /^[A-Z][A-Z0-9_]+$/.test(name);

/** `cardNumber` in words: `card number`; abbreviations stay as they are: `toISO`, `parseHTML`. */
export const wordsOf = (name: string): string => {
  const plain = name.replace(/^[#_]+/, '');
  if (isConstant(plain) && /_|^.{6}/.test(plain)) return plain.replace(/_/g, ' ').toLowerCase();
  return plain
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .split(' ')
    .map((word) => (/^[A-Z]{2,}s?$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
};

/** The indefinite article with its noun. */
export const withArticle = (noun: string): string => (/^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`);

export const isPlural = (noun: string): boolean => /[^su]s$/.test(noun);

/** Whether a list or text holds nothing: `there are no lines`, `order has lines`, `name is empty`. */
export function sayEmpty(subject: string, isEmpty: boolean): string {
  const [, holder, last = ''] = /^(?:(.+)\.)?(\w+)$/.exec(subject) ?? [];
  if (!isPlural(last)) return `${subject} is ${isEmpty ? '' : 'not '}empty`;
  const things = `${isEmpty ? 'no ' : ''}${wordsOf(last)}`;
  return holder === undefined ? `there are ${things}` : `${holder} has ${things}`;
}

/** Names of parameters that say nothing of what is meant. */
export const vague =
  /^(x|y|z|a|b|c|n|i|s|t|v|k|o|e|f|fn|cb|args?|arg\d|val|value|values|data|input|input\d|obj|object|options?|opts?|params?|props|str|arr|el|item|other|self|this|that|context|ctx)$/i;

export const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
