/** Texts of signs become texts of words, as far as the case does the same. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Unit } from '../../../../../../src/author/explorer/notation/plan.js';
import {
  fillTexts,
  nearTexts,
  prettifyRuns,
} from '../../../../../../src/author/explorer/in-host/simplify/prettify-texts.cjs';
import { openTrial, type Trial } from '../../../../../../src/author/explorer/in-host/simplify/trial.cjs';
import { param, functionUnit } from '../../support.js';

const unit: Unit = {
  ...functionUnit(param('header', { kind: 'string' })),
  kin: ['inline; width=20'],
};

/** The text after one kind of change, which the code has to go on taking in the same way. */
async function changed(
  change: (trial: Trial, unit: Unit) => Promise<void>,
  text: string,
  accepts: (text: string) => boolean,
): Promise<unknown> {
  const start: Case = {
    construct: null,
    steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: text }] }],
  };
  const textOf = ({ steps: [step] }: Case): string => {
    const [arg] = step?.args ?? [];
    return arg?.k === 'lit' ? String(arg.v) : '';
  };
  const trial = openTrial(start, (scenario) => Promise.resolve(accepts(textOf(scenario))));
  trial.allow(100);
  await change(trial, unit);
  return textOf(trial.best);
}

test('a malformed text is what people gave, with one fault', async () => {
  expect(await changed(nearTexts, '%;q=', (text) => text.includes('%'))).toBe('inline; width=20%');
});

test('a text of nothing but signs gets words', async () => {
  expect(await changed(fillTexts, '/..//', (text) => /\.\..*\//.test(text))).toBe('foo/bar..baz/foo/');
});

test('letters of no meaning become words in the same case', async () => {
  const hasHump = (text: string): boolean => /[a-z][A-Z]/.test(text);
  expect(await changed(prettifyRuns, 'xQ-zz', hasHump)).toBe('fooBar-bar');
});
