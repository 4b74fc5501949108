/** Families of cases: the same code under a name of its own for each, so that none takes the gain of another. */
import type { CorpusCase, Expected } from './case.js';

type Member = Omit<CorpusCase, 'source' | 'expected'> & { expected?: Expected };

/** Code in which `NAME` stands for the function under test. */
export const subjects = {
  total: `export function NAME(list: number[]): number {
  let sum = 0;
  for (const item of list) sum += item;
  return sum;
}
`,
  label: `export function NAME(name: string): string {
  const trimmed = name.trim();
  return trimmed === '' ? 'nobody' : 'dear ' + trimmed;
}
`,
  user: `export function NAME(name: string): { name: string; size: number } {
  const size = name.length;
  return { name: name.toUpperCase(), size };
}
`,
  later: `export async function NAME(count: number): Promise<number> {
  const extra = await Promise.resolve(2);
  return count * extra;
}
`,
  strict: `export function NAME(age: number): number {
  if (age < 0) throw new RangeError('age must not be negative');
  return age + 1;
}
`,
  each: `export function NAME(list: number[], run: (item: number) => void): number {
  for (const item of list) run(item);
  return list.length;
}
`,
} as const;

let number = 0;

/** The cases of one kind; `expected` is what each deserves that says nothing else. */
export function family(
  expected: Expected,
  subject: keyof typeof subjects,
  list: readonly Member[],
): CorpusCase[] {
  return list.map((member) => {
    number += 1;
    const name = `${subject}${number}`;
    const named = (text: string): string => text.replaceAll('NAME', name);
    return { expected, ...member, body: named(member.body), source: named(subjects[subject]) };
  });
}
