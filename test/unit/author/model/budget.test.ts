import fc from 'fast-check';
import { allowsCall, chargeBudget, costInUsd, createBudget } from '../../../../src/author/model/budget.js';

const prices = { inputPerMillion: 2, outputPerMillion: 10 };
const call = { inputTokens: 1000, outputTokens: 500 };

test('without caps everything is allowed', () => {
  expect(allowsCall(createBudget({ maxTokens: null, maxUsd: null }), call)).toEqual({ ok: true });
});

test('a call that may pass the cap on tokens is refused before it is made', () => {
  const budget = chargeBudget(createBudget({ maxTokens: 2000, maxUsd: null }), [call]);
  expect(allowsCall(budget, { inputTokens: 400, outputTokens: 100 })).toEqual({ ok: true });
  expect(allowsCall(budget, { inputTokens: 401, outputTokens: 100 })).toEqual({
    ok: false,
    message: 'the next request to the model may take 501 tokens, and 500 of 2000 are left',
  });
});

test('money is counted only where prices are known, and its cap needs them', () => {
  expect(costInUsd(call, prices)).toBeCloseTo(0.007);
  expect(costInUsd(call, null)).toBeNull();
  expect(allowsCall(createBudget({ maxTokens: null, maxUsd: 0.006 }, prices), call)).toMatchObject({
    ok: false,
  });
  expect(allowsCall(createBudget({ maxTokens: null, maxUsd: 0.008 }, prices), call)).toEqual({ ok: true });
  expect(allowsCall(createBudget({ maxTokens: null, maxUsd: 100 }), call)).toEqual({
    ok: false,
    message: expect.stringContaining('prices of this model are not known') as string,
  });
});

test('no sequence of allowed calls spends more than the cap', () => {
  const tokens = fc.record({ inputTokens: fc.nat(500), outputTokens: fc.nat(500) });
  fc.assert(
    fc.property(fc.array(tokens), fc.nat(3000), (calls, maxTokens) => {
      let budget = createBudget({ maxTokens, maxUsd: null });
      for (const each of calls) if (allowsCall(budget, each).ok) budget = chargeBudget(budget, [each]);
      expect(budget.spentTokens).toBeLessThanOrEqual(maxTokens);
    }),
  );
});
