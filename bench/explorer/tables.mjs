// What the explorer's bench shows of a package at a budget, as lines for people and as rows of the JSON.

/** Name, unit and how to read each metric of a result. */
const metrics = [
  ['statements', '%', (result) => result.statements],
  ['branches', '%', (result) => result.branches],
  ['tests', 'tests', (result) => result.tests],
  ['wall', 's', (result) => result.seconds],
  ['cpu', 's', (result) => result.cpuSeconds],
  ['calls per CPU second', 'calls/s', (result) => result.callsPerSecond],
  ['pruned', 'tests', (result) => result.pruned],
  ['engine errors only', '%', (result) => result.engineErrors],
  ['conforming to declared', '%', (result) => result.conforming],
  ['to inferred', '%', (result) => result.conformingToInferred],
  ['mutants killed', 'mutants', (result) => result.mutants?.killed],
  ['mutants tried', 'mutants', (result) => result.mutants?.tried],
  ['peak memory', 'MB', (result) => result.peakMegabytes],
  ['flaky', 'tests', (result) => result.flaky?.length],
];

const isKnown = (value) => value !== undefined && value !== null;
const show = (value) => (!isKnown(value) ? '–' : Number.isInteger(value) ? String(value) : value.toFixed(1));
const NAME_WIDTH = 24;
const widths = metrics.map(([name]) => Math.max(7, name.length));

export const lineOf = (name, cells) =>
  [name.padEnd(NAME_WIDTH), ...cells.map((cell, at) => String(cell).padStart(widths[at]))].join('  ');

export const headLine = () =>
  lineOf(
    '',
    metrics.map(([name]) => name),
  );

const cellsOf = (result) => metrics.map(([, , read]) => read(result));
export const resultLine = (name, result) => lineOf(name, cellsOf(result).map(show));

const rowsOfCells = (name, cells) =>
  metrics.flatMap(([metric, unit], at) =>
    isKnown(cells[at]) ? [{ case: name, metric, value: cells[at], unit }] : [],
  );
export const resultRows = (name, result) => rowsOfCells(name, cellsOf(result));

const ways = {
  median: (sorted) => (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
  mean: (sorted) => sorted.reduce((total, value) => total + value, 0) / sorted.length,
  minimum: (sorted) => sorted[0],
};

/** The middle, the mean and the least of each metric over the packages, as lines and rows. */
export function summaryOf(title, results) {
  const columns = metrics.map(([, , read]) =>
    results
      .map(read)
      .filter(isKnown)
      .sort((a, b) => a - b),
  );
  const all = Object.entries(ways).map(([way, pick]) => {
    const cells = columns.map((sorted) => (sorted.length === 0 ? undefined : pick(sorted)));
    return { name: `${way} ${title}`, cells };
  });
  return {
    lines: all.map(({ name, cells }) => lineOf(name, cells.map(show))),
    rows: all.flatMap(({ name, cells }) => rowsOfCells(name, cells)),
  };
}

/** Statements and branches of each package at each budget, side by side. */
export function coverageLines(titles, byPackage) {
  const line = (name, cells) =>
    [name.padEnd(NAME_WIDTH), ...cells.map((cell) => cell.padStart(14))].join('  ');
  const pair = (result) => (result ? `${show(result.statements)} / ${show(result.branches)}` : '–');
  return [
    line('statements / branches', titles),
    ...[...byPackage].map(([name, results]) =>
      line(
        name,
        titles.map((title) => pair(results.get(title))),
      ),
    ),
  ];
}

/** What is told of a result besides its figures: why tests were left out, and with `gaps` what is still open. */
export function detailLines({ reasons, flaky, skipped, findings, gaps }, showsGaps) {
  const count = ({ covered, total }) => `${covered}/${total}`;
  const told = [
    ...reasons.map((reason) => `pruned: ${reason.split('\n').slice(0, 3).join(' | ').slice(0, 300)}`),
    ...(flaky ?? []).map(([key, condition]) => `flaky under ${condition}: ${key.replace('\n', ': ')}`),
  ];
  if (showsGaps) {
    for (const finding of findings) told.push(`${finding.kind}: ${finding.target} ${finding.title}`);
    for (const { target, reason } of skipped) told.push(`skipped: ${target}: ${reason.slice(0, 200)}`);
    for (const { id, reach, statements, branches } of gaps)
      told.push(
        `open: ${id}${reach ? '' : ' (no test can call it directly)'} statements ${count(statements)} branches ${count(branches)}`,
      );
  }
  return told.map((line) => `    ${line}`);
}
