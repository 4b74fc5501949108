import { passagesAbout } from '../../../../../src/author/model/context/passages.js';

const readme = `# Shop

Installs with npm.

## Prices

\`priceOf(cents, pieces)\` takes a tenth off from 100 pieces on.

\`\`\`js
priceOf(199, 100);

// 17910
\`\`\`

Nothing about anything.
`;

test('paragraphs and code about a name are found, under their heading', () => {
  expect(passagesAbout(readme, ['priceOf'])).toEqual([
    '## Prices\n\n`priceOf(cents, pieces)` takes a tenth off from 100 pieces on.',
    '```js\npriceOf(199, 100);\n\n// 17910\n```',
  ]);
});

test('names that are parts of other words, or too short to mean anything, find nothing', () => {
  expect(passagesAbout(readme, ['price', 'of'])).toEqual([]);
});
