/** Says in plain words what the guard kept code from doing. */

/** By the name under which the guard refused; the first match decides. */
const explanations: readonly [RegExp, string][] = [
  [/^fs\.mkdtempSync without/, 'leaves a folder behind in the temp folder'],
  [/^fs\b/, "touches files other than the repository's own and those of a temp folder of the test"],
  [/^(child_process|cluster|worker_threads)\b/, 'starts a process or thread'],
  [
    /^(http|https|http2|net|tls|dgram|dns|fetch|WebSocket|EventSource|XMLHttpRequest)\b/,
    'talks to the network',
  ],
  [/^process\./, 'ends or steers the whole process'],
];

const explain = (name: string): string =>
  explanations.find(([pattern]) => pattern.test(name))?.[1] ?? 'reaches behind the test';

/** A sentence for what was refused, with the calls that tried: `starts a process or thread (child_process.spawnSync)`. */
export function explainRefusals(refused: readonly string[]): string {
  const byWords = new Map<string, Set<string>>();
  for (const name of refused) byWords.set(explain(name), (byWords.get(explain(name)) ?? new Set()).add(name));
  const parts = [...byWords].map(([words, names]) => `${words} (${[...names].slice(0, 3).join(', ')})`);
  return `reaches outside the sandbox: it ${parts.slice(0, 3).join(', and ')}`;
}
