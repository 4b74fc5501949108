/** The forms that tests may use for what is otherwise refused, as snippets: for the rules, and for rejections. */

export interface Idiom {
  /** Completes "To …:". */
  purpose: string;
  snippet: string;
  /** Imports that the snippet needs, as a person writes them. */
  imports: string;
  /** Rejections that this form is the remedy for. */
  remedies: RegExp;
}

export const idioms: readonly Idiom[] = [
  {
    purpose: 'watch or replace a function of an object',
    snippet: `const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
try {
  report('done');
  expect(log).toHaveBeenCalledWith('done');
} finally {
  log.mockRestore();
}`,
    imports: '',
    remedies: /spyOn|mockRestore|restoreAllMocks|leaves .* replaced/,
  },
  {
    purpose: 'stop the clock',
    snippet: `jest.useFakeTimers({ now: new Date('2024-05-01T12:00:00Z') });
try {
  expect(daysLeft('2024-05-03')).toBe(2);
} finally {
  jest.useRealTimers();
}`,
    imports: '',
    remedies: /useFakeTimers|useRealTimers|leaves a timer running|clock/i,
  },
  {
    purpose: 'answer fetch',
    snippet: `const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{"name":"Ada"}'));
try {
  expect(await loadUser(7)).toEqual({ name: 'Ada' });
  expect(fetched).toHaveBeenCalledWith('/users/7');
} finally {
  fetched.mockRestore();
}`,
    imports: '',
    remedies: /fetch|network|globalThis/,
  },
  {
    purpose: 'work with files, always in a folder of its own and by named imports',
    snippet: `const folder = mkdtempSync(join(tmpdir(), 'test-'));
try {
  writeFileSync(join(folder, 'a.txt'), 'one');
  expect(countLines(join(folder, 'a.txt'))).toBe(1);
} finally {
  rmSync(folder, { recursive: true });
}`,
    imports: `import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os'; import { join } from 'node:path';`,
    remedies: /temp folder|"fs"|"os"|mkdtemp|\bfiles?\b.*(?:reach|outside)/,
  },
  {
    purpose: 'give the code an object that it talks to (a request, a response, a store)',
    snippet: `const response = { status: jest.fn().mockReturnThis(), json: jest.fn() };
showUser({ params: { id: 'nobody' } }, response);
expect(response.status).toHaveBeenCalledWith(404);`,
    imports: '',
    remedies: /jest\.mock|not among those that tests|assert/,
  },
  {
    purpose: 'expect an error',
    snippet: `expect(() => parse('{')).toThrow(SyntaxError);
await expect(load('missing')).rejects.toThrow('no such file');`,
    imports: '',
    remedies: /awaited|rejects|resolves|catch|certainly run/,
  },
];

/** The snippet that shows the accepted form of what was rejected, or null. */
export const acceptedForm = (detail: string): string | null =>
  idioms.find(({ remedies }) => remedies.test(detail))?.snippet ?? null;
