import { dropNested, isWithin, placeInBox, planLayout } from '../../../../../src/io/sandbox/copy/layout.js';

const dependency = (at: string) => ({ at, real: at });

test('the copy has the name of the host', () => {
  const host = { root: '/home/me/app', dependencyFolders: [dependency('/home/me/app/node_modules')] };
  const layout = planLayout(host, '/tmp/box');
  expect(layout.root).toBe('/tmp/box/host/app');
  expect(layout.dependencies[0]?.place).toBe('/tmp/box/host/app/node_modules');
});

test('a package of a monorepo keeps its depth below the outermost node_modules', () => {
  const folders = ['/repo/packages/app/node_modules', '/repo/node_modules', '/repo/packages/node_modules'];
  const layout = planLayout(
    { root: '/repo/packages/app', dependencyFolders: folders.map(dependency) },
    '/tmp/box',
  );
  expect(layout.root).toBe('/tmp/box/host/repo/packages/app');
  expect(layout.dependencies.map(({ place }) => place)).toEqual(
    folders.map((folder) => `/tmp/box/host${folder}`),
  );
  expect(placeInBox(layout, '/repo/packages/sibling')).toBe('/tmp/box/host/repo/packages/sibling');
  expect(placeInBox(layout, '/elsewhere/linked')).toBe('/elsewhere/linked');
});

test('a node_modules at the root of the disk is no obstacle', () => {
  const layout = planLayout(
    { root: '/srv/app', dependencyFolders: [dependency('/node_modules')] },
    '/tmp/box',
  );
  expect(layout.root).toBe('/tmp/box/host/srv/app');
  expect(layout.dependencies[0]?.place).toBe('/tmp/box/host/node_modules');
});

test('a name that only begins alike is not within', () => {
  expect(isWithin('/a/bc', '/a/b')).toBe(false);
  expect(isWithin('/a/..b', '/a')).toBe(true);
  expect(isWithin('/a', '/a')).toBe(true);
  expect(isWithin('/', '/a')).toBe(false);
});

test('grants below another grant are dropped, siblings are not', () => {
  expect(dropNested(['/a/b/c', '/a/b', '/a/bc', '/a/b/', '/z'])).toEqual(['/a/b', '/a/bc', '/z']);
});
