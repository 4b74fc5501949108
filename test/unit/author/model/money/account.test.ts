import { costInUsd } from '../../../../../src/author/model/money/tokens.js';
import { keptAccount } from '../../../../support/model-account.js';

const prices = { inputPerMillion: 2, outputPerMillion: 10 };
const about = { target: 't', promptHash: 'h' };
const wish = { inputTokens: 400, outputTokens: 1500, leastOutputTokens: 1000 };
const end = { inputTokens: 300, outputTokens: 100, outcome: 'ok', ms: 1 };

test('without caps everything is granted, and what was used is counted', async () => {
  const { account } = keptAccount({ prices });
  const grant = await account.reserve(wish, about);
  if (!grant.ok) throw new Error(grant.message);
  expect(account.usage()).toEqual({ requests: 0, inputTokens: 0, outputTokens: 0, usd: null });
  grant.reservation.settle(end);
  expect(account.usage()).toEqual({ requests: 1, inputTokens: 300, outputTokens: 100, usd: 0.0016 });
});

test('a request is in the journal with the most that it can cost before it is sent', async () => {
  const { account, calls } = keptAccount({ prices });
  const grant = await account.reserve(wish, about);
  expect([...calls.values()]).toMatchObject([
    { inputTokens: 400, outputTokens: 1500, usd: 0.0158, outcome: 'sent' },
  ]);
  if (grant.ok) grant.reservation.settle(end);
  expect([...calls.values()]).toMatchObject([
    { inputTokens: 300, outputTokens: 100, usd: 0.0016, outcome: 'ok' },
  ]);
});

test('near a cap a shorter answer is granted, and below the shortest of use none', async () => {
  const capped = (maxTokens: number) =>
    keptAccount({ caps: { maxTokens, maxUsd: null } }).account.reserve(wish, about);
  expect(await capped(1700)).toMatchObject({ ok: true, reservation: { outputTokens: 1300 } });
  expect(await capped(1399)).toEqual({
    ok: false,
    message: 'the next request to the model may take 1400 tokens, and 1399 of 1399 are left',
  });
});

test('a request that has no room waits for one in flight, and gets what that one left over', async () => {
  const { account } = keptAccount({ caps: { maxTokens: 2500, maxUsd: null } });
  const first = await account.reserve(wish, about);
  const second = account.reserve(wish, about);
  let isGranted = false;
  void second.then(() => (isGranted = true));
  await new Promise(setImmediate);
  expect(isGranted).toBe(false);
  if (first.ok) first.reservation.settle(end);
  expect(await second).toMatchObject({ ok: true, reservation: { outputTokens: 1500 } });
});

test('the wait ends with a refusal when it is given up', async () => {
  const { account } = keptAccount({ caps: { maxTokens: 2500, maxUsd: null } });
  await account.reserve(wish, about);
  const giveUp = new AbortController();
  const second = account.reserve(wish, about, giveUp.signal);
  giveUp.abort();
  expect(await second).toMatchObject({ ok: false });
});

test('money is counted only where prices are known, and its cap needs them', async () => {
  const capped = (maxUsd: number, known = true) =>
    keptAccount({ caps: { maxTokens: null, maxUsd }, prices: known ? prices : null }).account.reserve(
      wish,
      about,
    );
  expect(await capped(0.0158)).toMatchObject({ ok: true, reservation: { outputTokens: 1500 } });
  expect(await capped(0.012)).toMatchObject({ ok: true, reservation: { outputTokens: 1120 } });
  expect(await capped(0.01)).toMatchObject({
    ok: false,
    message: expect.stringContaining('may cost 0.0108 USD') as string,
  });
  expect(await capped(100, false)).toMatchObject({
    ok: false,
    message: expect.stringContaining('prices of this model are not known') as string,
  });
  expect(costInUsd(end, null)).toBeNull();
});

test('what killed passes have spent counts from the beginning', async () => {
  const { account } = keptAccount({
    caps: { maxTokens: 2500, maxUsd: null },
    spentBefore: { tokens: 1200, usd: 0 },
  });
  expect(await account.reserve(wish, about)).toMatchObject({ ok: false });
});
