/** Says whether what a case shows is worth a test: something that the code means, and no accident of its input. */
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Observation, Outcome } from '../../notation/recorded-case.js';

interface Shown {
  outcome: Outcome;
  observations: readonly Observation[];
}

interface Knowledge {
  /** Whether the member that the last step calls was seen to give something. */
  givesSomething: boolean;
  /** Whether the code under test speaks of this word. */
  speaksOf: (word: string) => boolean;
}

/** Words that come into a text when something that is no text is put into it. */
const accidents = /\[object \w+\]|\bnative code\b|undefined|\bNaN\b/g;

/** All texts in a value, its keys included. */
function textsIn(value: Expression): string[] {
  switch (value.k) {
    case 'lit':
      return typeof value.v === 'string' ? [value.v] : [];
    case 'error':
      return [value.message];
    case 'arr':
    case 'set':
      return value.items.flatMap(textsIn);
    case 'obj':
      return value.props.flatMap(([key, item]) => [key, ...textsIn(item)]);
    case 'map':
      return value.entries.flatMap(([key, item]) => [...textsIn(key), ...textsIn(item)]);
    default:
      return [];
  }
}

function some(value: Expression, holds: (value: Expression) => boolean): boolean {
  if (holds(value)) return true;
  if (value.k === 'arr' || value.k === 'set') return value.items.some((item) => some(item, holds));
  if (value.k === 'obj') return value.props.some(([, item]) => some(item, holds));
  return value.k === 'map' && value.entries.some((entry) => entry.some((item) => some(item, holds)));
}

const isEngineError = (value: Expression): boolean => value.k === 'any' && value.type.endsWith('Error');
const isNotANumber = (value: Expression): boolean => value.k === 'num' && value.v === 'NaN';

function valuesOf({ outcome, observations }: Shown): Expression[] {
  const told = observations.map(({ value }) => value);
  switch (outcome.kind) {
    case 'returns':
    case 'resolves':
    case 'yields':
      return [outcome.value, ...told];
    case 'throws':
    case 'rejects':
      return [{ k: 'error', name: outcome.name, message: outcome.message }, ...told];
    default:
      return told;
  }
}

/** Whether a text shows that something was put into it that is no text, and that did not come from the input. */
function isAccident(text: string, scenario: Case): boolean {
  const found = text.match(accidents) ?? [];
  const given = found.length === 0 ? '' : JSON.stringify(scenario);
  return found.some((word) => !new RegExp(`"[^"]*${word.replace(/[[\]]/g, '\\$&')}`).test(given));
}

/**
 * False for errors of the engine, for texts and numbers that only nonsense leads to, and for a call of which nothing can be
 * said but that it gave nothing, where it never gives anything.
 */
export function isWorthTest(scenario: Case, shown: Shown, { givesSomething, speaksOf }: Knowledge): boolean {
  const { outcome, observations } = shown;
  const isError = outcome.kind === 'throws' || outcome.kind === 'rejects';
  if (isError && (outcome.isNative || outcome.message === '')) return false;
  const values = valuesOf(shown);
  if (values.some((value) => some(value, isEngineError))) return false;
  if (values.some((value) => textsIn(value).some((text) => isAccident(text, scenario)))) return false;
  // A function that speaks of what is no number means it as an answer.
  if (!speaksOf('NaN') && values.some((value) => some(value, isNotANumber))) return false;
  if (values.some((value) => !isNotANumber(value) && some(value, isNotANumber))) return false;
  const isNothing =
    (outcome.kind === 'returns' || outcome.kind === 'resolves') && outcome.value.k === 'undef';
  return !isNothing || observations.length > 0 || givesSomething;
}
