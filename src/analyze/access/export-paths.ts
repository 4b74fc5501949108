/** Finds for each value the import and the members by which a test reaches it. */
import type { Access } from '../../domain/type-shape.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import { exportNames, readExport, type ModuleRecord, type Value } from '../modules/module-values.js';

const maxMembers = 3;
const identifier = /^[A-Za-z_$][\w$]*$/;

/** The best access of each value that some export leads to. */
export type ExportPaths = ReadonlyMap<Value, Access>;

/** A value and how a test gets hold of it. */
export interface AccessStep {
  value: Value;
  access: Access;
}

/** Lower is better: the own file, few members, an ES or named export, an index file. */
function cost(value: Value, { module, members, export: exported }: Access): number {
  const isOwn = value.file === module;
  const isIndex = /(?:^|\/)index\.[^/]+$/.test(module);
  return (isOwn ? 0 : 1000) + members.length * 10 + (isIndex ? 0 : 5) + (exported.kind === 'named' ? 0 : 1);
}

function namedStep(module: ModuleRecord, name: string, value: Value): AccessStep {
  const kind = { file: module.file };
  if (name === 'default' && (module.isEs || /__esModule/.test(module.source.text))) {
    return { value, access: { module: kind.file, export: { kind: 'default' }, members: [] } };
  }
  if (!identifier.test(name)) {
    return { value, access: { module: kind.file, export: { kind: 'module' }, members: [name] } };
  }
  return { value, access: { module: kind.file, export: { kind: 'named', name }, members: [] } };
}

/**
 * Members that a TypeScript file both exports as a module and assigns to `module.exports`: an import of it means the
 * same to the compiler and at run time. The whole of `module.exports` is nothing that the compiler knows of.
 */
function typedSteps(graph: ModuleGraph, module: ModuleRecord): AccessStep[] {
  if (!/\.[cm]?tsx?$/.test(module.file)) return [];
  return [...module.exported].flatMap(([name, read]): AccessStep[] => {
    const value = read();
    const isThere = value !== null && readExport(graph, module, name) === value;
    if (!isThere) return [];
    const exported = name === 'default' ? ({ kind: 'default' } as const) : ({ kind: 'named', name } as const);
    return [{ value, access: { module: module.file, export: exported, members: [] } }];
  });
}

function firstSteps(graph: ModuleGraph, module: ModuleRecord): AccessStep[] {
  const names = exportNames(graph, module);
  if (module.isEs) {
    return names.flatMap((name) => {
      const value = readExport(graph, module, name);
      return value === null ? [] : [namedStep(module, name, value)];
    });
  }
  const typed = typedSteps(graph, module);
  if (typed.length > 0) return typed;
  const whole: AccessStep = {
    value: module.root,
    access: { module: module.file, export: { kind: 'module' }, members: [] },
  };
  const { root } = module;
  if (root.module !== null) {
    const namespace = root.module;
    return exportNames(graph, namespace).flatMap((name) => {
      const value = readExport(graph, namespace, name);
      return value === null || name === 'default' ? [] : [namedStep(module, name, value)];
    });
  }
  if (root.kind === 'function' || root.kind === 'class') return [whole];
  return [whole, ...[...root.members].map(([name, value]) => namedStep(module, name, value))];
}

function nextSteps({ value, access }: AccessStep): AccessStep[] {
  if (value.kind === 'array' || access.members.length >= maxMembers) return [];
  return [...value.members]
    .filter(([key]) => !key.startsWith('#'))
    .map(([key, member]) => ({ value: member, access: { ...access, members: [...access.members, key] } }));
}

function keepBest(step: AccessStep, best: Map<Value, Access>): void {
  const known = best.get(step.value);
  if (known === undefined || cost(step.value, step.access) < cost(step.value, known)) {
    best.set(step.value, step.access);
  }
}

/** Every value that a module's exports lead to, nearest first, with one access each; decorated functions come last. */
export function exportSteps(graph: ModuleGraph, module: ModuleRecord): AccessStep[] {
  const seen = new Set<Value>();
  const steps: AccessStep[] = [];
  let level = firstSteps(graph, module);
  while (level.length > 0) {
    const fresh = level.filter(({ value }, index) => {
      return !seen.has(value) && level.findIndex((other) => other.value === value) === index;
    });
    for (const step of fresh) {
      seen.add(step.value);
      steps.push(step);
    }
    // The root of a CommonJS module has handed out its members as named exports already.
    level = fresh
      .filter(({ value }) => value !== module.root || isCallable(value))
      .flatMap((step) => nextSteps(step));
  }
  const decorated = steps.flatMap(({ value, access }): AccessStep[] =>
    value.standsFor === null || seen.has(value.standsFor) ? [] : [{ value: value.standsFor, access }],
  );
  return [...steps, ...decorated];
}

/** Walks the exports of the given files, nearest first, and keeps the best access of each value. */
export function findExportPaths(graph: ModuleGraph, files: readonly string[]): ExportPaths {
  const best = new Map<Value, Access>();
  for (const file of files) {
    const module = graph.load(file);
    if (module !== null) for (const step of exportSteps(graph, module)) keepBest(step, best);
  }
  return best;
}

/**
 * The paths as the code of one file needs them: what is exported elsewhere and handed on by this file is reached through it,
 * because it may have added members of its own.
 */
export function pathsThrough(paths: ExportPaths, graph: ModuleGraph, file: string): Pick<ExportPaths, 'get'> {
  const module = graph.load(file);
  const steps = module === null ? [] : exportSteps(graph, module);
  const own = new Map(steps.map(({ value, access }) => [value, access]));
  return {
    get(value) {
      const best = paths.get(value);
      return best === undefined || best.module === file ? best : (own.get(value) ?? best);
    },
  };
}

const isCallable = (value: Value): boolean => value.kind === 'function' || value.kind === 'class';
