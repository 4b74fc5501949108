// Makes a host repository of an installed package: the modules that its main entry loads, their declarations, one commit.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const isFile = (file) => existsSync(file) && statSync(file).isFile();
const isMinified = (text) => text.length / text.split('\n').length > 200;

/** The texts of a package by path, read when they are asked for. */
function openPackage(folder) {
  return {
    read: (file) => (isFile(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : null),
    manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  };
}

/** Paths that an entry of package.json names, best first: what `require` gets, then what `import` gets. */
function entriesOf({ main, module, exports }) {
  const found = [];
  const collect = (value) => {
    if (typeof value === 'string') found.push(value);
    if (typeof value !== 'object' || value === null) return;
    for (const condition of ['node', 'require', 'default', 'import']) collect(value[condition]);
  };
  collect(
    exports?.['.'] ?? (typeof exports === 'string' || exports?.require || exports?.node ? exports : null),
  );
  // Sources that are published beside what was built of them come first.
  const sources = module?.replace(/^\.\//, '').startsWith('src/') ? [module] : [];
  return [...sources, ...found, main, 'index.js', module].filter((entry) => typeof entry === 'string');
}

const endings = ['', '.js', '.cjs', '.mjs', '.ts', '.json', '/index.js', '/index.ts'];

function resolveFile(pack, path) {
  const base = posix.normalize(path);
  return endings.map((ending) => base + ending).find((file) => pack.read(file) !== null);
}

/** ES modules that only a build turns into something Node loads. */
const isModuleByBuild = (entry, manifest) => /^(\.\/)?src\//.test(entry) && manifest.type !== 'module';

/** The readable form of a minified module: its neighbour without `.min`, or the sources that its map holds. */
function readable(pack, entry) {
  if (!isMinified(pack.read(entry))) return { entry, pack };
  const plain = entry.replace('.min.', '.');
  if (plain !== entry && pack.read(plain) !== null) return { entry: plain, pack };
  const map = JSON.parse(pack.read(`${entry}.map`) ?? 'null');
  if (!map?.sourcesContent) return null;
  return fromSourceMap(pack, entry, map);
}

/** Sources as the map holds them; a module that only passes on is not in a map, and is made of its declarations. */
function fromSourceMap(pack, entry, { sources, sourcesContent }) {
  const texts = new Map();
  for (const [index, source] of sources.entries())
    texts.set(posix.join(posix.dirname(entry), source), sourcesContent[index]);
  const folder = [...texts.keys()].map((file) => posix.dirname(file)).sort((a, b) => a.length - b.length)[0];
  const built = posix.dirname(entry);
  const read = (file) => {
    if (texts.has(file)) return texts.get(file);
    const declared = file.startsWith(`${folder}/`) && posix.join(built, posix.relative(folder, file));
    if (!declared || !/\.ts$/.test(file)) return pack.read(file);
    if (declared === `${built}/index.ts`)
      return pack.read(`${built}/index.d.ts`)?.replace(/\.js'/g, "'") ?? null;
    return /\.d\.ts$/.test(file) ? pack.read(declared) : null;
  };
  return { entry: `${folder}/index.ts`, pack: { read, manifest: pack.manifest, isTyped: true } };
}

const specifier =
  /(?:\brequire\(\s*|\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}(?:\/[^'"]*)?)\1|<reference path="([^"]+)"/g;

/** Every file that the entry leads to inside the package. */
function closureOf(pack, entry) {
  const files = new Map();
  const open = [entry];
  while (open.length > 0) {
    const file = open.pop();
    if (files.has(file)) continue;
    const text = pack.read(file);
    files.set(file, text);
    if (file.endsWith('.json')) continue;
    for (const match of text.matchAll(specifier)) {
      const path = posix.join(posix.dirname(file), match[2] ?? match[3]);
      const found = /\.d\.[cm]?ts$/.test(file) || pack.isTyped ? declaredAt(pack, path) : null;
      const next = found ?? resolveFile(pack, path);
      if (next) open.push(next);
    }
  }
  return files;
}

const declaredAt = (pack, path) => {
  const bare = path.replace(/\.[cm]?js$/, '');
  const tried = pack.isTyped
    ? [`${bare}.ts`, `${bare}/index.ts`, `${bare}.d.ts`]
    : [`${bare}.d.ts`, `${bare}.d.cts`];
  return tried.find((file) => pack.read(file) !== null);
};

function withDeclarations(pack, files) {
  const all = new Map(files);
  const roots = [...files.keys()].map((file) => file.replace(/\.([cm]?)js$/, '.d.$1ts'));
  const { types, typings } = pack.manifest;
  for (const root of [...roots, posix.normalize(types ?? typings ?? '.')]) {
    if (!/\.d\.[cm]?ts$/.test(root) || pack.read(root) === null) continue;
    for (const [file, text] of closureOf(pack, root)) all.set(file, text);
  }
  return all;
}

/** What the nearest package.json above a module says about how it is to be loaded; the host's own is made to say the same. */
function moduleType(pack, entry) {
  for (let folder = posix.dirname(entry); folder !== '.'; folder = posix.dirname(folder)) {
    const text = pack.read(`${folder}/package.json`);
    if (text !== null) return JSON.parse(text).type ?? 'commonjs';
  }
  return pack.manifest.type ?? 'commonjs';
}

const git = (dir, ...args) => execFileSync('git', args, { cwd: dir, stdio: 'ignore' });

/**
 * Makes the host in `dir` and returns its modules; `modules` is the node_modules that all hosts share.
 * @throws Error when the package publishes nothing readable.
 */
export function makeHost(dir, modules, name) {
  const pack = openPackage(join(modules, name));
  const entries = entriesOf(pack.manifest).flatMap((entry) => resolveFile(pack, entry) ?? []);
  const chosen = entries.map((entry) => readable(pack, entry)).find((found) => found !== null);
  const isBundled = !chosen;
  const { entry, pack: source } = chosen ?? { entry: entries[0], pack };
  if (!entry) throw new Error(`${name} has no entry that can be read`);
  const files = closureOf(source, entry);
  const sources = [...files.keys()].filter(
    (file) => /\.[cm]?[jt]s$/.test(file) && !/\.d\.[cm]?ts$/.test(file),
  );
  rmSync(dir, { recursive: true, force: true });
  const all = source.isTyped ? files : withDeclarations(source, files);
  const foreign = ['scripts', 'jest', 'babel'];
  const manifest = Object.fromEntries(
    Object.entries(pack.manifest).filter(([key]) => !foreign.includes(key)),
  );
  const type = moduleType(source, entry);
  all.set('package.json', `${JSON.stringify({ ...manifest, type }, null, 2)}\n`);
  all.set('.gitignore', 'node_modules\n');
  if (source.isTyped || isModuleByBuild(entry, pack.manifest))
    all.set(
      'babel.config.cjs',
      `module.exports = { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] };\n`,
    );
  for (const [file, text] of all) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  symlinkSync(modules, join(dir, 'node_modules'));
  git(dir, 'init', '-q', '-b', 'main');
  git(dir, 'add', '-A');
  git(
    dir,
    '-c',
    'user.name=bench',
    '-c',
    'user.email=bench@localhost',
    'commit',
    '-qm',
    `${name} as published`,
  );
  return { dir, sources, version: manifest.version, isBundled };
}
