#!/usr/bin/env node
// How easily a stranger finds the way through `src`, counted, against limits that only ever go down:
//   npm run structure [-- --json FILE] [--list]
// Ends with 1 when a count is above its limit. `--list` names each place that is counted.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Project } from 'ts-morph';
import * as count from './structure/count.mjs';

const { values } = parseArgs({ options: { json: { type: 'string' }, list: { type: 'boolean' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const project = new Project({ tsConfigFilePath: join(root, 'tsconfig.build.json') });

const folders = count.countFilesPerFolder(project, src);
const { total, wide } = count.countParameters(project, src);
const whole = (metric, places, limit, goal) => ({ metric, value: places.length, limit, goal, places });

const rows = [
  {
    metric: 'files in the largest folder',
    value: folders[0][1],
    limit: 12,
    goal: 12,
    places: folders.filter(([, files]) => files > 12).map(([folder, files]) => `${folder} ${files}`),
  },
  whole('import cycles of values', count.findCycles(project, src, false), 1, 1),
  whole('import cycles, types included', count.findCycles(project, src, true), 1, 1),
  {
    metric: 'functions with four or more parameters, %',
    value: Math.round((wide.length / total) * 1000) / 10,
    limit: 0.6,
    goal: 3.5,
    places: wide,
  },
  whole('module-level let', count.listModuleLets(project, src), 1, 3),
  whole('type names declared in more than one file', count.listRepeatedTypes(project, src), 0, 0),
  whole('comments that start with "What"', count.listComments(project, src, /^what\b/i), 0, 0),
  whole('comments that contain "tell"', count.listComments(project, src, /\b(tell(s|ing)?|told)\b/i), 0, 0),
  whole(
    'in-host modules without a direct unit test',
    count.listUntested(project, src, join(root, 'test/unit')),
    2,
    5,
  ),
];

const line = (metric, ...cells) =>
  `${metric.padEnd(44)}${cells.map((cell) => String(cell).padStart(8)).join('')}`;
console.log(line(`${project.getSourceFiles().length} files of src`, 'here', 'limit', 'goal'));
for (const { metric, value, limit, goal, places } of rows) {
  console.log(line(metric, value, limit, goal));
  if (values.list) for (const place of places) console.log(`    ${String(place)}`);
}
if (values.json !== undefined) {
  const unit = (metric) => (metric.endsWith('%') ? 'percent' : 'count');
  const list = rows.map(({ metric, value }) => ({ case: 'src', metric, value, unit: unit(metric) }));
  writeFileSync(values.json, `${JSON.stringify({ bench: 'structure', rows: list }, null, 2)}\n`);
}
const above = rows.filter(({ value, limit }) => value > limit);
for (const { metric, value, limit } of above)
  console.error(`${metric}: ${value} is above the limit of ${limit}`);
process.exitCode = above.length > 0 ? 1 : 0;
