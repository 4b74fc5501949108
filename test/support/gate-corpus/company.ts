/** Candidates whose verdict hangs on the others: what was covered before, and what disturbs its neighbours or the host. */
import { cases, itself, named } from './case.js';

const known = { from: { kind: 'package', name: itself }, binding: named('known') } as const;

const colour = `export function colour(n: number): string {
  return n > 5 ? 'red' : 'blue';
}
`;
const trace = `export const trace = (text: string): string => {
  const shown = text + '!';
  return shown;
};
`;

const spent = [
  ...cases('no-gain', [
    {
      name: 'covers what the tests of the host cover',
      source: '',
      body: `expect(known(5)).toBe('up');`,
      imports: [known],
    },
    {
      name: 'covers what its own stand-in covers',
      source: '',
      body: `const work = jest.fn(() => 3);\nexpect(work()).toBe(3);`,
    },
    {
      name: 'mocks what it tests',
      source: '',
      body: `const kit = { port: (text) => text.length };\nconst spy = jest.spyOn(kit, 'port').mockReturnValue(5);\nexpect(kit.port('1')).toBe(5);\nspy.mockRestore();`,
    },
  ]),
  ...cases('accepted', [{ name: 'sees red', source: colour, body: `expect(colour(6)).toBe('red');` }]),
  ...cases('no-gain', [
    { name: 'sees red once more', source: colour, body: `expect(colour(9)).toBe('red');` },
  ]),
  ...cases('weak', [
    {
      name: 'looks at another thing',
      source: trace,
      body: `trace('a');\nexpect([typeof trace]).toHaveLength(1);`,
    },
    {
      name: 'asks only whether there is anything',
      source: `export const total = (list: number[]): number => list.reduce((sum, n) => sum + n, 0);\n`,
      body: `const seen = new Array();\nseen.push(total([1, 2]));\nexpect(seen).toHaveLength(1);`,
    },
    {
      name: 'expects its own stand-in',
      source: `export const labelOf = (n: number): string => 'label ' + n;\n`,
      body: `const work = jest.fn(() => 3);\nlabelOf(work());\nexpect(work()).toBe(3);`,
    },
  ]),
  ...cases('redundant', [
    {
      name: 'covers a part of what follows',
      source: `export const third = (n: number): number => n / 3;
export const fourth = (n: number): number => n / 4;
`,
      body: `expect(third(9)).toBe(3);`,
    },
  ]),
  ...cases('accepted', [
    {
      name: 'covers that part and more',
      source: `export const third = (n: number): number => n / 3;
export const fourth = (n: number): number => n / 4;
`,
      body: `expect(third(6)).toBe(2);\nexpect(fourth(8)).toBe(2);`,
    },
  ]),
];

const language = `let language = 'en';
export const speak = (wanted: string): string => {
  language = wanted;
  return 'speaking ' + wanted;
};
export const hello = (name: string): string => (language === 'en' ? 'hello ' : 'hallo ') + name;
export const bye = (name: string): string => (language === 'en' ? 'bye ' : 'tschüs ') + name;
export const thanks = (name: string): string => (language === 'en' ? 'thanks ' : 'danke ') + name;
`;

const spoiled = `export const quiet = (word: string): string => {
  util.format = () => word;
  return util.format('%s', 'a');
};
export const shout = (word: string): string => util.format('%s!', word);
`;

/** One disturbs its neighbours; they have done nothing. */
const disturbing = [
  ...cases('flaky', [
    {
      name: 'changes the language for all',
      source: language,
      body: `expect(speak('de')).toBe('speaking de');`,
    },
  ]),
  ...cases('accepted', [
    { name: 'says hello', source: language, body: `expect(hello('Ada')).toBe('hello Ada');` },
    { name: 'says bye', source: language, body: `expect(bye('Ada')).toBe('bye Ada');` },
    { name: 'says thanks', source: language, body: `expect(thanks('Ada')).toBe('thanks Ada');` },
  ]),
  ...cases('flaky', [
    {
      name: 'spoils a module of Node for its neighbours',
      source: spoiled,
      body: `expect(quiet('hush')).toBe('hush');`,
    },
  ]),
  ...cases('accepted', [
    {
      name: 'uses the module of Node that a neighbour spoils',
      source: spoiled,
      body: `expect(shout('hey')).toBe('hey!');`,
    },
  ]),
  ...cases('interferes', [
    {
      name: 'spoils a module of Node for the tests of the host',
      source: `export const veil = (word: string): string => {
  util.stripVTControlCharacters = () => word;
  return util.stripVTControlCharacters('a');
};
`,
      body: `expect(veil('hush')).toBe('hush');`,
    },
    {
      name: 'spoils a class of all contexts for the tests of the host',
      source: `export const trustAll = (): boolean => {
  URL.canParse = () => true;
  return URL.canParse('no link');
};
`,
      body: `expect(trustAll()).toBe(true);`,
      // A page has a class of its own.
      expectedIn: { react: 'accepted' },
    },
  ]),
  ...cases('accepted', [
    {
      name: 'writes very much',
      source: `export function flood(lines: number): number {
  for (let line = 0; line < lines; line++) process.stdout.write('a line that nobody reads, again and again and again\\n');
  return lines * 2;
}
`,
      body: `expect(flood(200000)).toBe(400000);`,
    },
  ]),
];

export const companyCases = [...spent, ...disturbing];
