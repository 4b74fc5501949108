/** A conversation with the model about one file: corrections, second opinions, and when it ends. */
import { askForIntentions } from '../../src/author/model/prompt/questions.js';
import type { Reply } from '../../src/author/model/server/client.js';
import type { Candidate } from '../../src/domain/candidate.js';
import { converse, type Conversation } from '../../src/pipeline/model/converse.js';
import { scriptedMeans, type MeansScript, type ScriptedMeans } from '../support/model-means.js';
import { sampleBrief, sampleTargetBrief } from '../support/model-request.js';

const promise = 'The bounds are included.';
const asTest = (body: string, documented = false) => ({
  ...{ target: 'clamp', title: body, kind: 'unit', promise: documented ? promise : null },
  ...{ body, isAsync: false, imports: [] },
});
const answer = (...tests: object[]): Record<string, unknown> => ({ tests, suspectedBugs: [] });
const opinion = (...verdicts: ('promised' | 'contradicts' | 'open')[]): Record<string, unknown> => ({
  verdicts: verdicts.map((verdict, index) => ({
    number: index + 1,
    verdict,
    sentence: verdict === 'contradicts' ? promise : null,
  })),
});

const wrong = 'expect(clamp(3, 1, 3)).toBe(3);';
const good = 'expect(clamp(5, 1, 3)).toBe(3);';
const weak = 'expect(clamp(5, 1, 3)).toBeDefined();';

const gate: MeansScript['gate'] = (body) => {
  if (body === wrong) return ['fails', 'Expected: 3\nReceived: 2'];
  if (body.includes('toBeDefined')) return ['weak', '0 of 4 mutants'];
  if (body.includes('connect')) return ['fails', "Cannot find module 'pg' from 'lib/db.js'"];
  return null;
};

const recorded = (id: string, body: string, target = sampleTargetBrief.target.id): Candidate => ({
  ...{ id, target, file: 'src/clamp.js', author: 'explorer', kind: 'unit', group: 'clamp', title: id },
  ...{ body, isAsync: false, imports: [] },
});

async function talk(
  script: Omit<MeansScript, 'gate' | 'targets'> & Partial<MeansScript>,
  pinning: readonly Candidate[] = [],
): Promise<ScriptedMeans & { result: Conversation }> {
  const scripted = scriptedMeans({ gate, targets: [sampleTargetBrief.target], ...script });
  const topic = { client: scripted.means.session.client, brief: sampleBrief, targets: [sampleTargetBrief] };
  const opening = askForIntentions(sampleBrief, topic.targets);
  return { ...scripted, result: await converse(scripted.means, topic, { opening, pinning }) };
}

const lastMessage = ({ questions }: ScriptedMeans, index: number): string =>
  questions[index]?.messages.at(-1)?.content ?? '';

describe('corrections', () => {
  test('all that was rejected goes back in one request', async () => {
    const talked = await talk({
      answers: [answer(asTest(weak), asTest(weak.replace('5', '6')), asTest(good)), answer()],
    });
    expect(talked.questions).toHaveLength(2);
    expect(lastMessage(talked, 1).match(/was rejected because/g)).toHaveLength(2);
    expect(talked.questions[1]?.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
    ]);
  });

  test('a third request follows only where the second gained something', async () => {
    const first = answer(asTest(weak));
    const gaining = await talk({
      answers: [first, answer(asTest(good), asTest(weak.replace('5', '7'))), answer()],
    });
    expect(gaining.questions).toHaveLength(3);
    const idle = await talk({ answers: [first, answer(asTest(weak.replace('5', '8'))), answer()] });
    expect(idle.questions).toHaveLength(2);
  });

  test('nothing is asked when nothing was rejected, and nothing is judged when nothing was written', async () => {
    expect((await talk({ answers: [answer(asTest(good))] })).questions).toHaveLength(1);
    expect(await talk({ answers: [answer()] })).toMatchObject({ judged: [], result: { isAnswered: true } });
  });
});

describe('a documented expectation that the code does not meet', () => {
  const pins = [recorded('pins', 'expect(clamp(3, 1, 3)).toBe(2);'), recorded('fits', good)];

  test('is a finding when a second reader agrees, who does not see it; tests that pin it are held back', async () => {
    const answers = [answer(asTest(wrong, true)), opinion('contradicts', 'contradicts', 'promised')];
    const talked = await talk({ answers }, pins);
    expect(talked.questions).toHaveLength(2);
    expect(lastMessage(talked, 1)).toContain('expect(clamp(3, 1, 3)) /* gives 2 */');
    expect(lastMessage(talked, 1)).not.toContain('toBe(3);\n```\n2.');
    expect(talked.findings).toMatchObject([{ kind: 'disagreement', target: 'src/clamp.js#clamp' }]);
    expect(talked.findings[0]?.detail).toContain('expects 3, and the code gives 2');
    expect(talked.findings[0]?.detail).toContain('A test that records this behaviour was not delivered.');
    expect([...talked.result.withheld]).toEqual(['pins']);
    expect([...talked.means.session.disputed]).toEqual(['src/clamp.js#clamp']);
  });

  test('holds back what callers record of it, and nothing of functions that have no part in it', async () => {
    const target = { ...sampleTargetBrief.target, reachedThrough: ['src/clamp.js#limit'] };
    const pinning = [
      recorded('caller', 'expect(limit(3)).toBe(2);', 'src/clamp.js#limit'),
      recorded('other', 'expect(round(3)).toBe(2);', 'src/clamp.js#round'),
    ];
    const answers = [answer(asTest(wrong, true)), opinion('contradicts', 'contradicts')];
    const talked = await talk({ answers, targets: [target] }, pinning);
    expect(lastMessage(talked, 1)).toContain('limit(3)');
    expect(lastMessage(talked, 1)).not.toContain('round(3)');
    expect([...talked.result.withheld]).toEqual(['caller']);
  });

  test.each(['promised', 'open'] as const)(
    'is withdrawn when the second reader says "%s"',
    async (verdict) => {
      const talked = await talk(
        { answers: [answer(asTest(wrong, true)), opinion(verdict), answer(asTest(good))] },
        pins,
      );
      expect(talked.findings).toEqual([]);
      expect([...talked.result.withheld]).toEqual([]);
      expect(lastMessage(talked, 2)).toContain('Received: 2');
      expect(talked.judged).toEqual([[wrong], [good]]);
    },
  );

  test('is an unconfirmed finding when nobody can be asked, and all tests of the function are held back', async () => {
    const failure: Reply = { outcome: 'no-budget', message: 'nothing is left' };
    const talked = await talk({ answers: [answer(asTest(wrong, true)), failure] }, pins);
    expect(talked.findings[0]?.detail).toContain('Nobody has confirmed it');
    expect([...talked.result.withheld]).toEqual(['pins', 'fits']);
  });

  test('without a documented promise is a wrong guess, which goes back without a second reader', async () => {
    const talked = await talk({ answers: [answer(asTest(wrong)), answer()] }, pins);
    expect(talked.findings).toEqual([]);
    expect(lastMessage(talked, 1)).toContain('These tests were rejected');
  });
});

describe('the end of the asking', () => {
  const broken = answer(asTest('expect(connect(1)).toBe(1);'), asTest('expect(connect(2)).toBe(2);'));

  test('one error of the surroundings in all tests is not asked about, and the second file with it is the last', async () => {
    const first = await talk({ answers: [broken] });
    expect(first.questions).toHaveLength(1);
    const { session } = first.means;
    expect(session.closedBecause).toBeNull();
    const second = await talk({ answers: [broken], session });
    expect(second.notes).toHaveLength(1);
    expect(second.notes[0]).toMatch(
      /2 files end in the same error.*Cannot find module 'pg'.*not asked any more/,
    );
  });

  test('an answer that comes when nothing new may be asked is judged, and not asked on about', async () => {
    const stop = new AbortController();
    const late = (): Reply => {
      stop.abort();
      return { outcome: 'ok', text: JSON.stringify(answer(asTest(good), asTest(weak))), isCut: false };
    };
    const talked = await talk({ answers: [late], asking: stop.signal });
    expect(talked.judged).toEqual([[good, weak]]);
    expect(talked.questions).toHaveLength(1);
  });

  test('a failure that cannot mend itself closes the session with one line', async () => {
    const failure: Reply = { outcome: 'unauthorised', message: 'the key is wrong' };
    const talked = await talk({ answers: [failure] });
    expect(talked.result.isAnswered).toBe(false);
    expect(talked.notes).toEqual(['the key is wrong; the model is not asked any more in this run']);
    expect(talked.means.session.closedBecause).toBe('the key is wrong');
  });
});
