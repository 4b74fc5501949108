/** Chooses, among the starts of test runners in the scripts, the one by which the repository's unit tests run; pure. */
import { readJestArguments } from './jest-options.js';
import { followScript, type RunnerStart, type ScriptWorld } from './follow-scripts.js';

export interface ChosenStart {
  start: RunnerStart;
  /** The script that people call: `test`. */
  script: string;
  /** Other starts of the same runner that were not chosen. */
  others: RunnerStart[];
  /** Folders in which the same is started, when there are several. */
  folders: string[];
}

const asideName =
  /e2e|end-to-end|integration|integ\b|browser|smoke|perf|bench|visual|types?$|lint|watch|debug|update|snapshot|mutation|contract|accept/i;

/** Scripts in the order in which people name their unit tests; null for those that are no tests at all. */
function rank(name: string): number | null {
  if (name === 'test') return 0;
  if (/^(?:test[:_-]?units?|units?(?:[:_-]?tests?)?|tests?)$/.test(name)) return 1;
  if (/^(?:test[:_-]?jest|jest|jest[:_-]?test)$/.test(name)) return 2;
  const isTest = /test|jest|spec|coverage|^unit|vitest|mocha|^ava$|^tap$/i.test(name);
  if (!isTest || /^(?:pre|post)test/.test(name)) return null;
  if (asideName.test(name)) return 9;
  return /(?:^|:)(?:ci|node|cov|coverage|all|run|only|src|js|ts)$|^coverage$/.test(name) ? 3 : 4;
}

const browserTools = [
  'cypress',
  'playwright',
  'wdio',
  'nightwatch',
  'testcafe',
  'newman',
  'cucumber-js',
  'airtap',
  'testem',
];

const isBrowser = ({ tool }: RunnerStart): boolean => browserTools.includes(tool);

/** Whether a start is for tests of another kind than unit tests, judging by its words. */
const isAside = ({ args, scripts }: RunnerStart): boolean =>
  [...args, ...scripts.slice(1)].some((word) =>
    asideName.test(word.replace(/^--(?:watch|update|types)\S*/i, '')),
  );

/** Whether Jest is started for some test files only, which says little about how the others are run. */
const isPartial = ({ runner, args }: RunnerStart): boolean =>
  runner === 'jest' && readJestArguments(args).patterns.length > 0;

function chooseAmong(script: string, starts: readonly RunnerStart[]): ChosenStart | null {
  const usable = starts.filter((start) => !isBrowser(start));
  const known = usable.filter(({ runner }) => runner !== 'other');
  const pool = known.length > 0 ? known : usable;
  const main = pool.filter((start) => !isAside(start));
  const among = main.length > 0 ? main : pool;
  const start = among.find((each) => !isPartial(each)) ?? among[0];
  if (!start) return null;
  const same = pool.filter((other) => other.runner === start.runner);
  const alike = same.filter((other) => other.args.join(' ') === start.args.join(' '));
  const folders = [...new Set(alike.map(({ folder }) => folder))];
  return {
    start,
    script,
    others: same.filter((other) => other !== start && !alike.includes(other)),
    folders,
  };
}

/** The start that `npm test` comes down to, else one of another script that names tests; null where there is none. */
export function chooseStart(world: ScriptWorld): ChosenStart | null {
  const names = Object.keys(world.packages.find(({ folder }) => folder === '')?.scripts ?? {});
  const ranked = names
    .map((name) => ({ name, rank: rank(name) }))
    .filter((each): each is { name: string; rank: number } => each.rank !== null)
    .sort((a, b) => a.rank - b.rank);
  const choices = ranked.flatMap(({ name }) => chooseAmong(name, followScript(world, name)) ?? []);
  return choices[0] ?? null;
}
