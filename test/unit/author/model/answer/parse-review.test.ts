import { parseReview } from '../../../../../src/author/model/answer/parse-review.js';

const row = { number: 1, verdict: 'contradicts', sentence: 'The limit is included.' };

test.each([
  ['as asked', JSON.stringify({ verdicts: [row] })],
  ['in a fence with talk', `Sure.\n\`\`\`json\n${JSON.stringify({ verdicts: [row] })}\n\`\`\``],
  ['as a bare list', JSON.stringify([row])],
  ['with its number as a text', JSON.stringify({ verdicts: [{ ...row, number: '1' }] })],
  ['after thoughts', `<think>{"verdicts": []}</think>${JSON.stringify({ verdicts: [row] })}`],
])('an opinion is read %s', (_name, text) => {
  expect(parseReview(text)).toEqual([row]);
});

test('rows of another shape are left out, and no row is no opinion', () => {
  expect(parseReview(JSON.stringify({ verdicts: [{ number: 2, verdict: 'maybe' }, row] }))).toEqual([row]);
  expect(parseReview('I would rather not say.')).toEqual([]);
});
