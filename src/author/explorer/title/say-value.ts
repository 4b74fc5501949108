/** Says in a title which value is meant: as it would be written when it is short, in words when it is not. */
import type { Access } from '../../../domain/target.js';
import { type Act, type Expression, folderMark } from '../notation/expression.js';

/** A path in the test's own folder without the folder. */
const withoutFolder = (text: string): string =>
  text.replaceAll(`${folderMark}/`, '').replaceAll(folderMark, 'folder');

const shortened = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  const atWord = /^(.{12,})\s\S*$/s.exec(cut)?.[1] ?? cut;
  return `${atWord.trimEnd()}…`;
};

/** A text in double quotes, cut at a word; line breaks are described, not shown. */
export function sayText(written: string, limit: number): string {
  const text = withoutFolder(written);
  if (text === '') return 'an empty string';
  if (/^ +$/.test(text)) return text.length === 1 ? 'a space' : `${text.length} spaces`;
  const named = { '\n': 'a line break', '\r\n': 'a line break', '\t': 'a tab' }[text];
  if (named !== undefined) return named;
  const lines = text.split(/\r?\n/);
  if (lines.length > 1 && text.length > 16) return `a text of ${lines.length} lines`;
  const shown = shortened(text, limit);
  return shown.includes('"') && !shown.includes("'")
    ? `'${JSON.stringify(shown).slice(1, -1).replace(/\\"/g, '"')}'`
    : JSON.stringify(shown);
}

const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);

const nameOfAccess = ({ export: exported, members }: Access): string =>
  members.at(-1) ?? (exported.kind === 'named' ? exported.name : 'default');

/** A call as source would show it; null when an argument cannot be shown. */
function showCall(callee: string | null, args: readonly Expression[]): string | null {
  const shown = args.map(show);
  return callee === null || shown.includes(null) ? null : `${callee}(${shown.join(', ')})`;
}

/** The value as source would show it, or null when that takes more than `limit` characters. */
export function showValue(value: Expression, limit: number): string | null {
  const shown = show(value);
  return shown !== null && shown.length <= limit ? shown : null;
}

function show(value: Expression): string | null {
  switch (value.k) {
    case 'lit':
      if (value.access) return value.access.members.at(-1) ?? String(value.v);
      return JSON.stringify(typeof value.v === 'string' ? withoutFolder(value.v) : value.v);
    case 'undef':
      return 'undefined';
    case 'num':
      return value.v;
    case 'big':
      return `${value.v}n`;
    case 'regex':
      return value.source === '' ? null : `/${value.source}/${value.flags}`;
    case 'arr': {
      const items = value.items.map(show);
      return items.includes(null) ? null : `[${items.join(', ')}]`;
    }
    case 'obj': {
      const props = value.props.map(([key, item]) => [
        isIdentifier(key) ? key : JSON.stringify(key),
        show(item),
      ]);
      if (value.partial || props.some(([, item]) => item === null)) return null;
      return props.length === 0 ? '{}' : `{ ${props.map(([key, item]) => `${key}: ${item}`).join(', ')} }`;
    }
    case 'ref':
      return nameOfAccess(value.access);
    case 'call':
      return showCall(nameOfAccess(value.access), value.args);
    case 'method': {
      const of = show(value.of);
      return showCall(of === null ? null : `${of}.${value.member}`, value.args);
    }
    default:
      return null;
  }
}

function sayKeys(keys: readonly string[]): string {
  const shown = keys.slice(0, 3);
  const rest = keys.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

// Properties that best identify an object.
const tellingKeys = ['error', 'kind', 'type', 'status', 'state', 'reason', 'code', 'ok', 'message', 'name'];

function sayObject(props: readonly [string, Expression][]): string {
  if (props.length === 0) return 'an empty object';
  for (const wanted of tellingKeys) {
    const value = props.find(([key]) => key === wanted)?.[1];
    if (value?.k !== 'lit' || value.v === '' || value.v === null) continue;
    const shown = typeof value.v === 'string' ? sayText(value.v, 32) : String(value.v);
    return `an object with ${wanted} ${shown}`;
  }
  return `an object with ${sayKeys(props.map(([key]) => key))}`;
}

const counted = (count: number, none: string, thing: string): string =>
  count === 0 ? none : `${thing} of ${count}`;

/** A value in few words. */
export function sayValue(value: Expression, limit = 48): string {
  if (value.k === 'lit' && typeof value.v === 'string' && !value.access) return sayText(value.v, limit);
  if (value.k === 'arr' && value.items.length === 0) return 'an empty list';
  if (value.k === 'obj' && value.props.length === 0) return 'an empty object';
  const shown = showValue(value, limit);
  if (shown !== null && value.k !== 'undef') return shown;
  switch (value.k) {
    case 'undef':
      return 'undefined';
    case 'arr':
      return counted(value.items.length, 'an empty list', 'a list');
    case 'obj':
      return sayObject(value.props);
    case 'date':
      return sayDate(value.ms);
    case 'map':
      return counted(value.entries.length, 'an empty map', 'a map');
    case 'set':
      return counted(value.items.length, 'an empty set', 'a set');
    case 'regex':
      return 'a pattern';
    case 'fn':
      return sayFunction(value.acts);
    case 'error':
      return `an error saying ${sayText(value.message, 40)}`;
    case 'promise':
      return `a promise of ${sayValue(value.value, limit)}`;
    case 'symbol':
      return 'a symbol';
    case 'builtin':
      return value.name === 'Buffer' ? 'a buffer' : article(value.name);
    case 'construct':
      return article(value.access.export.kind === 'named' ? value.access.export.name : 'instance');
    case 'call':
      return `the result of ${nameOfAccess(value.access)}`;
    case 'method':
      return `the result of ${value.member}`;
    case 'any':
      return article(value.type.toLowerCase());
    default:
      return 'a value';
  }
}

function sayDate(ms: number | null): string {
  if (ms === null || Math.abs(ms) > 8.64e15) return 'an invalid date';
  return new Date(ms)
    .toISOString()
    .replace(/T00:00:00\.000Z$|(?::00)?\.000Z$/, '')
    .replace('T', ' ');
}

function sayFunction(acts: Act | undefined): string {
  if (acts?.kind === 'fails') return acts.isAsync ? 'a function that rejects' : 'a function that throws';
  if (acts?.kind === 'calls') return 'a function that calls back';
  return 'a function';
}

const article = (name: string): string => (/^[aeiou]/i.test(name) ? `an ${name}` : `a ${name}`);
