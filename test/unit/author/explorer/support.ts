/** What the tests of the explorer share: its compiled parts that run inside the host's Jest, and a host's conventions. */
import { createRequire } from 'node:module';
import type { Unit } from '../../../../src/author/explorer/notation/expression.js';
import type archive from '../../../../src/author/explorer/in-host/search/archive.cjs';
import type build from '../../../../src/author/explorer/in-host/values/build.cjs';
import type climb from '../../../../src/author/explorer/in-host/search/comparisons/climb.cjs';
import type conform from '../../../../src/author/explorer/in-host/values/conform.cjs';
import type generate from '../../../../src/author/explorer/in-host/inputs/generate.cjs';
import type members from '../../../../src/author/explorer/in-host/values/members.cjs';
import type prettify from '../../../../src/author/explorer/in-host/simplify/prettify.cjs';
import type random from '../../../../src/author/explorer/in-host/values/random.cjs';
import type repair from '../../../../src/author/explorer/in-host/inputs/repair.cjs';
import type registry from '../../../../src/author/explorer/in-host/values/registry.cjs';
import type sampleRegex from '../../../../src/author/explorer/in-host/inputs/sample-regex.cjs';
import type shrink from '../../../../src/author/explorer/in-host/simplify/shrink.cjs';
import type substitute from '../../../../src/author/explorer/in-host/search/comparisons/substitute.cjs';
import type tables from '../../../../src/author/explorer/in-host/search/comparisons/tables.cjs';
import type { TestConventions } from '../../../../src/domain/host.js';
import type { Parameter, Target } from '../../../../src/domain/target.js';
import type { TypeShape } from '../../../../src/domain/type-shape.js';

/** Parts that run inside the host's Jest, by their names. */
interface InHostParts {
  archive: typeof archive;
  build: typeof build;
  climb: typeof climb;
  conform: typeof conform;
  generate: typeof generate;
  members: typeof members;
  prettify: typeof prettify;
  random: typeof random;
  repair: typeof repair;
  registry: typeof registry;
  'sample-regex': typeof sampleRegex;
  shrink: typeof shrink;
  substitute: typeof substitute;
  tables: typeof tables;
}

const load = createRequire(import.meta.url);

/** The compiled part of this name. */
export const inHost = <Name extends keyof InHostParts>(name: Name): InHostParts[Name] =>
  load(`../../../../dist/author/explorer/in-host/${name}.cjs`) as InHostParts[Name];

export const conventions: TestConventions = {
  placement: { kind: 'beside' },
  suffix: '.test',
  quotes: 'single',
  semicolons: true,
  indent: '  ',
  trailingCommas: true,
  testFunction: 'test',
  globals: 'injected',
};

export const param = (name: string, type: TypeShape, changes: Partial<Parameter> = {}): Parameter => ({
  name,
  type,
  declared: null,
  optional: false,
  rest: false,
  ...changes,
});

/** A unit of which only what is given matters. */
export const unitOf = (
  given: Pick<Unit, 'id' | 'access' | 'isClass' | 'constructorParams' | 'members'>,
): Unit => ({
  ...given,
  constructorTarget: null,
  queries: [],
  strings: [],
  numbers: [],
  properties: [],
  lines: [],
  weight: 1,
  maxWork: 1,
  cpuMs: 1,
  laws: [],
  partner: null,
});

/** An exported function `name` of `src/text.js`, ten lines long, with changes. */
export const target = (name: string, changes: Partial<Target> = {}): Target => ({
  id: `src/text.js#${name}`,
  file: 'src/text.js',
  name,
  kind: 'function',
  range: { start: { line: 1, column: 0 }, end: { line: 10, column: 1 } },
  hash: 'abc',
  isAsync: false,
  isGenerator: false,
  access: { module: 'src/text.js', export: { kind: 'named', name }, members: [] },
  member: null,
  params: [],
  constructorParams: [],
  returns: { kind: 'unknown' },
  doc: null,
  reachedThrough: [],
  hints: { strings: [], numbers: [], regexes: [], properties: [] },
  reachesOutside: [],
  ...changes,
});
