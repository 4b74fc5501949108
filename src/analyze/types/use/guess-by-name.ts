/** Guesses a type from the name of a value. */
import type { TypeShape } from '../../../domain/type-shape.js';

const unknown: TypeShape = { kind: 'unknown' };
const callback: TypeShape = { kind: 'function', params: [unknown], returns: unknown };
const names: readonly (readonly [RegExp, TypeShape])[] = [
  [
    /^(?:cb|callback|done|next|fn|func|predicate|iteratee|comparator|handler|listener)$|Fn$|Callback$/,
    callback,
  ],
  [
    /^(?:opts?|options|config|settings|params|props|obj|object)$|Options$/,
    { kind: 'object', properties: [] },
  ],
  [
    /^(?:str|string|s|name|text|input|key|path|url|prefix|suffix|message|msg|title)$|Name$/,
    { kind: 'string' },
  ],
  [
    /^(?:n|num|number|count|index|idx|len|length|size|limit|offset|min|max|ms|width|height|year|month|day|hours?|minutes?|seconds?|age)$/,
    { kind: 'number' },
  ],
  [/^(?:arr|array|list|items|values|elements)$/, { kind: 'array', of: unknown }],
  [/^(?:date|now)$/, { kind: 'builtin', name: 'Date', args: [] }],
  [/^(?:re|regex|regexp|pattern)$/, { kind: 'builtin', name: 'RegExp', args: [] }],
  [/^(?:is|has|should|can)[A-Z]|^(?:flag|enabled|strict|deep|force|verbose)$/, { kind: 'boolean' }],
];

/** The type suggested by the name alone; the weakest evidence. */
export const byName = (name: string): TypeShape =>
  names.find(([pattern]) => pattern.test(name))?.[1] ?? unknown;
