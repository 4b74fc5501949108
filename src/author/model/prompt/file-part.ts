/** The part of a prompt that is the same for every question about a file; pure. */
import type { FileBrief } from '../brief.js';
import { cutAtLine, fence } from './fence.js';

const longestExample = 3000;
const longestDocs = 2500;
const mostPackages = 30;

/** The code base comes first, then the file: servers keep what requests have in common from the start. */
export function describeFile(brief: FileBrief): string {
  const parts = [describeCodeBase(brief)];
  if (brief.exampleTest !== undefined)
    parts.push(
      `A test file of this code base, for its style:\n${fence(cutAtLine(brief.exampleTest, longestExample))}`,
    );
  parts.push(`The tests go to ${brief.testFile}.`, ...describeRelated(brief));
  if (brief.docs.length > 0)
    parts.push(`From the README:\n${fence(cutAtLine(brief.docs.join('\n\n'), longestDocs))}`);
  parts.push(`Source of ${brief.file}:\n${fence(brief.shown)}`);
  return parts.join('\n\n');
}

/** Other files' declarations, each with the specifier by which a test can import them. */
function describeRelated({ related }: FileBrief): string[] {
  if (related.length === 0) return [];
  const texts = related.map(
    ({ file, specifier, text }) =>
      `From ${file} (module "${specifier}" as seen from the test file):\n${fence(text)}`,
  );
  return [`Used from other files; { … } stands for a body that is left out.\n${texts.join('\n')}`];
}

function describeCodeBase({ style, testFile, file, packages }: FileBrief): string {
  const systems = { cjs: 'CommonJS', esm: 'ES modules', mixed: 'CommonJS and ES modules' };
  const language = style.typescript ? 'TypeScript, type-checked' : 'JavaScript without types';
  const useful = packages.filter((name) => !tooling.test(name)).slice(0, mostPackages);
  const needsElement = /\.[jt]sx$/.test(file) && /\.ts$/.test(testFile);
  return [
    `The tests are ${language}, ${systems[style.moduleSystem]}, Jest ${style.jestVersion}, called ${style.testFunction}(...).`,
    ...(useful.length > 0 ? [`Packages that tests may import: ${useful.join(', ')}.`] : []),
    ...(needsElement ? ['The test file cannot hold JSX: use React.createElement(...).'] : []),
    style.hasFastCheck
      ? 'A test of kind "property" uses fast-check (default import fc) and holds a law that a person would recognise; write one only where the documentation or the domain gives such a law.'
      : 'Write only tests of kind "unit".',
  ].join('\n');
}

/** Packages that build and check code and are of no use inside a test. */
const tooling =
  /^(?:@types\/|@babel\/|babel-|@?eslint|@typescript-eslint|prettier|typescript$|jest$|ts-jest$|@swc\/|husky|lint-staged)/;
