/** A test context gets views of Node's modules. */
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createFileRules } from '../../../../../../src/io/jest/in-host/guard/guard-files.cjs';
import {
  createModuleViews,
  type ModuleViews,
} from '../../../../../../src/io/jest/in-host/guard/module-views.cjs';
import type { Refusing } from '../../../../../../src/io/jest/in-host/guard/guarded-function.cjs';

const root = import.meta.dirname;
const refusing: Refusing = {
  mayLoad: () => false,
  standInFor: () => undefined,
  refuse: (label) => {
    throw new Error(`refused ${label}`);
  },
};
const views = (inPlaceOf: Record<string, object> = {}): ModuleViews =>
  createModuleViews({
    rules: createFileRules({ root, exempt: [], allowsScratch: false }),
    refusing,
    inPlaceOf,
  });

test('modules that reach nothing are given as they are', () => {
  expect(views().of('path', path)).toBe(path);
});

test.each([
  ['fs', fs, (view: typeof fs) => view.writeFileSync(path.join(root, 'new.txt'), ''), 'fs.writeFileSync'],
  ['node:fs', fs, (view: typeof fs) => view.unlinkSync(path.join(root, 'old.txt')), 'fs.unlinkSync'],
  [
    'fs/promises',
    fs.promises,
    (view: typeof fs.promises) => view.readFile('/etc/hosts'),
    'fs.promises.readFile',
  ],
  ['http', http, (view: typeof http) => view.get('http://127.0.0.1/'), 'http.get'],
])('%s refuses what reaches outside', (name, original, call, label) => {
  const view = views().of(name, original);
  expect(() => (call as (view: unknown) => unknown)(view)).toThrow(`refused ${label}`);
});

test('files of the host itself can be read', () => {
  const view = views().of('fs', fs) as typeof fs;
  expect(view.readFileSync(path.join(root, 'module-views.test.ts'), 'utf8')).toContain('can be read');
});

test('a module is guarded once for each context, and the view is known as one', () => {
  const own = views();
  const view = own.of('fs', fs);
  expect(own.of('node:fs', fs)).toBe(view);
  expect([own.has(view), own.has(fs), views().has(view)]).toEqual([true, false, false]);
});

test('another module can be given in the place of one of Node', () => {
  const elsewhere = { hostname: () => 'elsewhere' };
  expect(views({ os: elsewhere }).of('os', os)).toBe(elsewhere);
});
