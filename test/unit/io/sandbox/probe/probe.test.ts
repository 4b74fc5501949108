import { chooseTier, type SandboxProbe } from '../../../../../src/io/sandbox/probe/probe.js';

const works = { works: true, detail: 'fine' };
const fails = { works: false, detail: 'bubblewrap is not installed', remedy: 'apt-get install bubblewrap' };
/** What is thrown, or the tier that was chosen. */
const refusal = (choose: () => unknown) => {
  try {
    return choose();
  } catch (error) {
    return error;
  }
};
const probe = (full: SandboxProbe['full'], reduced: SandboxProbe['reduced']): SandboxProbe => ({
  full,
  reduced,
  none: works,
});

test('auto takes the strongest tier that works', () => {
  expect(chooseTier('auto', probe(works, works))).toBe('full');
  expect(chooseTier('auto', probe(fails, works))).toBe('reduced');
});

test('full is never downgraded, and the error names the remedy', () => {
  const error = refusal(() => chooseTier('full', probe(fails, works)));
  expect(error).toMatchObject({ code: 'sandbox', remedy: 'apt-get install bubblewrap' });
});

test('auto never goes without a sandbox', () => {
  const nothing = probe(fails, { works: false, detail: 'no permission model' });
  const error = refusal(() => chooseTier('auto', nothing));
  expect(error).toMatchObject({ code: 'sandbox', remedy: 'apt-get install bubblewrap' });
  expect(chooseTier('none', probe(fails, fails))).toBe('none');
});
