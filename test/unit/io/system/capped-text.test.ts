import { createCappedText } from '../../../../src/io/system/capped-text.js';

test('output within the bound is kept as it is', () => {
  const capped = createCappedText(10);
  for (const chunk of ['abc', 'def', 'ghij']) capped.add(Buffer.from(chunk));
  expect(capped.text()).toBe('abcdefghij');
});

test('of a flood the beginning and the end are kept, with the count of what is between', () => {
  const capped = createCappedText(10);
  capped.add(Buffer.from('start'));
  for (let i = 0; i < 100; i++) capped.add(Buffer.from('-'.repeat(10_000)));
  capped.add(Buffer.from('end!!'));
  expect(capped.text()).toBe('start\n[1000000 bytes left out]\nend!!');
});
