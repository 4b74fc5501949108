/** Lets two steps of a case agree: what they call by the same name is the same, as in `on(event, listener)` and `off(event, listener)`. */
import { paramsOf } from '../../notation/algebra.cjs';
import type { Case, Step } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { InputGenerator } from './generate.cjs';

const namesOf = ({ unit }: InputGenerator, step: Step): string[] =>
  (paramsOf(unit, step) ?? []).map(({ name }) => name);

/** The functions of the list under ids that are theirs alone. */
const identified = (args: readonly Expression[], first: number): Expression[] =>
  args.map((arg, index) => (arg.k === 'fn' && arg.id === undefined ? { ...arg, id: first + index } : arg));

/** The case with arguments of one step in the places of the same names in a later one. */
export function agree(generator: InputGenerator, scenario: Case): Case {
  const { random } = generator;
  const { steps } = scenario;
  const from = random.below(steps.length - 1);
  const to = from + 1 + random.below(steps.length - 1 - from);
  const [earlier, later] = [steps[from], steps[to]];
  if (!earlier || !later) return scenario;
  const args = identified(earlier.args, 10 * from);
  const names = namesOf(generator, earlier);
  const given = namesOf(generator, later).map(
    (name, index) => args[names.indexOf(name)] ?? later.args[index],
  );
  const last = given.findLastIndex((arg) => arg !== undefined);
  const same = given.slice(0, last + 1).map((arg): Expression => arg ?? { k: 'undef' });
  const agreeing = [...same, ...later.args.slice(same.length)];
  return {
    ...scenario,
    steps: steps.map((step, at) =>
      at === from ? { ...step, args } : at === to ? { ...step, args: agreeing } : step,
    ),
  };
}
