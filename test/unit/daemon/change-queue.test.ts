/** When collected saves become a pass. */
import fc from 'fast-check';
import { changeKind, isIgnored } from '../../../src/daemon/change-kind.js';
import { createChangeQueue } from '../../../src/daemon/change-queue.js';

function queueAt() {
  const clock = { ms: 1000 };
  return { clock, queue: createChangeQueue({ quietMs: 300, maxMs: 2000, now: () => clock.ms }) };
}

describe('the queue', () => {
  test('is due after a pause, and every save begins the pause anew', () => {
    const { clock, queue } = queueAt();
    expect(queue.waitMs()).toBeNull();
    queue.add('a.js');
    clock.ms += 250;
    queue.add('b.js');
    expect(queue.waitMs()).toBe(300);
    clock.ms += 300;
    expect(queue.waitMs()).toBe(0);
    expect(queue.take()).toEqual(['a.js', 'b.js']);
    expect(queue.waitMs()).toBeNull();
  });

  test('saves that never pause are handed over after two seconds', () => {
    const { clock, queue } = queueAt();
    let waited = 0;
    queue.add('a.js');
    while (queue.waitMs() !== 0) {
      queue.add('a.js');
      clock.ms += 100;
      waited += 100;
    }
    expect(waited).toBe(2000);
  });

  test('a file that is deleted and written again in one save counts once', () => {
    const { queue } = queueAt();
    for (const file of ['a.js', 'b.js', 'a.js']) queue.add(file);
    expect(queue.take()).toEqual(['a.js', 'b.js']);
  });

  test('what arrives after a hand-over waits for its own pause', () => {
    const { clock, queue } = queueAt();
    queue.add('a.js');
    clock.ms += 300;
    queue.take();
    queue.add('b.js');
    expect(queue.waitMs()).toBe(300);
    expect(queue.take()).toEqual(['b.js']);
  });

  test('nothing is lost and nothing waits longer than the limit, whatever the rhythm', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(900)), { minLength: 1 }), (saves) => {
        const { clock, queue } = queueAt();
        const seen = new Set<string>();
        let first: number | null = null;
        for (const [file, pause] of saves) {
          first ??= clock.ms;
          queue.add(String(file));
          clock.ms += Math.min(pause, queue.waitMs() ?? 0);
          expect(clock.ms - first).toBeLessThanOrEqual(2000);
          if (queue.waitMs() !== 0) continue;
          for (const taken of queue.take()) seen.add(taken);
          first = null;
        }
        for (const taken of queue.take()) seen.add(taken);
        expect(seen).toEqual(new Set(saves.map(([file]) => String(file))));
      }),
    );
  });
});

describe('what a change means', () => {
  test.each([
    ['src/a.ts', 'source'],
    ['lib/deep/b.mjs', 'source'],
    ['src/contest/a.js', 'source'],
    ['package.json', 'everything'],
    ['tsconfig.base.json', 'everything'],
    ['jest.config.ts', 'everything'],
    ['src/a.test.ts', 'everything'],
    ['src/__tests__/a.js', 'everything'],
    ['src/a.nightshift.test.ts', 'nothing'],
    ['test/a.nightshift.spec.js', 'nothing'],
    ['src/__tests__/a.nightshift.js', 'nothing'],
    ['README.md', 'nothing'],
    ['src/types.d.ts', 'nothing'],
    ['node_modules/x/index.js', 'nothing'],
    ['dist/a.js', 'nothing'],
    ['.nightshift/ledger.js', 'nothing'],
  ])('%s: %s', (file, kind) => {
    expect(changeKind(file)).toBe(kind);
  });

  test('folders with sources are watched, others are not entered', () => {
    expect(['', 'src', 'lib', 'nightshift'].filter(isIgnored)).toEqual([]);
    const skipped = ['.git', '.nightshift', 'packages/a/node_modules', 'coverage', 'dist'];
    expect(skipped.filter(isIgnored)).toEqual(skipped);
  });
});
