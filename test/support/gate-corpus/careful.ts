/** Sound tests that wait, that set something and put it back, or that look at a page; all have to be accepted. */
import { cases, fromPackage, named } from './case.js';

/** Tests that wait, or that set the clock, the console or chance for themselves and put them back. */
const careful = cases('accepted', [
  {
    name: 'awaits a value',
    source: `export async function load(id: number): Promise<string> {
  await Promise.resolve();
  return 'user ' + id;
}
`,
    body: `expect(await load(7)).toBe('user 7');`,
  },
  {
    name: 'awaits a rejection',
    source: `export async function fetchUser(id: number): Promise<number> {
  if (id < 1) throw new TypeError('no such user');
  return id * 3;
}
`,
    body: `await expect(fetchUser(0)).rejects.toThrow(TypeError);`,
  },
  {
    name: 'returns the promise of its expectation',
    source: `export const doubleLater = (n: number): Promise<number> => Promise.resolve(n * 2);\n`,
    body: `return expect(doubleLater(4)).resolves.toBe(8);`,
  },
  {
    name: 'waits for a callback',
    source: `export function readLater(text: string, done: (result: string) => void): void {
  setTimeout(() => done(text + '!'), 5);
}
`,
    body: `const text = await new Promise((resolve) => {\n  readLater('a', resolve);\n});\nexpect(text).toBe('a!');`,
  },
  {
    name: 'collects what comes bit by bit',
    source: `export async function* pages(count: number): AsyncGenerator<number> {
  for (let page = 1; page <= count; page++) yield page * 10;
}
`,
    body: `const seen = new Array();\nfor await (const page of pages(2)) {\n  seen.push(page);\n}\nexpect(seen).toEqual([10, 20]);`,
  },
  {
    name: 'holds for every number, later',
    source: `export const triple = async (n: number): Promise<number> => n * 3;\n`,
    body: `await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (n) => {\n  expect((await triple(n)) / n).toBe(3);\n}), { seed: 7 });`,
  },
  {
    name: 'waits with a clock of its own',
    source: `export function debounce(run: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
}
`,
    body: `jest.useFakeTimers();\nconst run = jest.fn();\nconst call = debounce(run, 500);\ncall();\ncall();\njest.advanceTimersByTime(600);\nexpect(run).toHaveBeenCalledTimes(1);\njest.useRealTimers();`,
  },
  {
    name: 'sets the date',
    source: `export const stamp = (): string => 'on ' + new Date().toISOString().slice(0, 10);\n`,
    body: `jest.useFakeTimers();\njest.setSystemTime(new Date('2020-01-02T03:04:05Z'));\nexpect(stamp()).toBe('on 2020-01-02');\njest.useRealTimers();`,
  },
  {
    name: 'tries again until it works',
    source: `export async function retry(run: () => number, times: number): Promise<number> {
  for (let turn = 1; ; turn++) {
    try {
      return run();
    } catch (error) {
      if (turn >= times) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
`,
    body: `jest.useFakeTimers();\nconst run = jest.fn().mockImplementationOnce(() => {\n  throw new Error('busy');\n}).mockReturnValue(5);\nconst result = retry(run, 3);\nawait jest.advanceTimersByTimeAsync(1000);\nexpect(await result).toBe(5);\njest.useRealTimers();`,
  },
  {
    name: 'listens to the console and hands it back',
    source: `export function warnOf(name: string): void {
  console.warn('beware of ' + name);
}
`,
    body: `const spy = jest.spyOn(console, 'warn').mockImplementation(() => {});\nwarnOf('dogs');\nexpect(spy).toHaveBeenCalledWith('beware of dogs');\nspy.mockRestore();`,
  },
  {
    name: 'decides what chance brings',
    source: `export const pick = (list: string[]): string | undefined => list[Math.floor(Math.random() * list.length)];\n`,
    body: `const spy = jest.spyOn(Math, 'random').mockReturnValue(0.5);\ntry {\n  expect(pick(['a', 'b', 'c'])).toBe('b');\n} finally {\n  spy.mockRestore();\n}`,
  },
  {
    name: 'restores all spies at its end',
    source: `export const errorOf = (name: string): number => {
  console.error(name);
  return name.length;
};
`,
    body: `jest.spyOn(console, 'error').mockImplementation(() => {});\nexpect(errorOf('four')).toBe(4);\njest.restoreAllMocks();`,
  },
  {
    name: 'leaves a timer that soon comes to its end',
    source: `export function remember(value: number): number {
  setTimeout(() => undefined, 20);
  return value + 1;
}
`,
    body: `expect(remember(1)).toBe(2);`,
  },
  {
    name: 'leaves a timer that would come to its end in a while',
    source: `export function withTimeout(value: number): Promise<number> {
  const limit = new Promise<number>((_, reject) => setTimeout(() => reject(new Error('too slow')), 1500));
  return Promise.race([Promise.resolve(value * 5), limit]);
}
`,
    body: `expect(await withTimeout(2)).toBe(10);`,
  },
  {
    name: 'prints while it works',
    source: `export function chatty(n: number): number {
  console.log('working on', n);
  return n - 1;
}
`,
    body: `expect(chatty(9)).toBe(8);`,
  },
]);

/** Tests of what a page shows. */
const rendering = cases('accepted', [
  {
    name: 'shows what it is given',
    only: ['react'],
    source: `export function Badge({ label, isNew }: { label: string; isNew?: boolean }) {
  return <span>{isNew ? 'new: ' + label : label}</span>;
}
`,
    body: `const { container } = render(<Badge label="tea" isNew />);\nexpect(container.textContent).toBe('new: tea');`,
    imports: [fromPackage('@testing-library/react', named('render'))],
  },
  {
    name: 'counts clicks',
    only: ['react'],
    source: `export function Counter() {
  const [count, setCount] = useState(0);
  return <button onClick={() => setCount(count + 1)}>{'clicked ' + count}</button>;
}
`,
    body: `render(<Counter />);\nfireEvent.click(screen.getByRole('button'));\nexpect(screen.getByRole('button').textContent).toBe('clicked 1');`,
    imports: ['render', 'fireEvent', 'screen'].map((name) =>
      fromPackage('@testing-library/react', named(name)),
    ),
  },
  {
    name: 'names the page',
    only: ['react'],
    source: `export function namePage(name: string): void {
  document.title = name + ' - shop';
}
`,
    body: `namePage('tea');\nexpect(document.title).toBe('tea - shop');`,
  },
]);

export const carefulCases = [...careful, ...rendering];
