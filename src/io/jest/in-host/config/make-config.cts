/** Prints, as JSON, the configuration of Jest that a tool would make for the repository in the current folder. */
import fs from 'node:fs';
import path from 'node:path';

type MadeConfig = Record<string, unknown>;

const find = (root: string, name: string): string => require.resolve(name, { paths: [root] });

function ofReactScripts(root: string): MadeConfig {
  const folder = path.dirname(find(root, 'react-scripts/package.json'));
  const create = require(path.join(folder, 'scripts/utils/createJestConfig')) as (
    resolve: (file: string) => string,
    rootDir: string,
    isEjecting: boolean,
  ) => MadeConfig;
  return create((file) => path.resolve(folder, file), root, false);
}

function ofCraco(root: string): MadeConfig {
  const { createJestConfig } = require(find(root, '@craco/craco')) as {
    createJestConfig: (config: unknown) => MadeConfig;
  };
  const names = ['craco.config.js', 'craco.config.cjs', '.cracorc.js', '.cracorc'];
  const file = names.map((name) => path.join(root, name)).find((name) => fs.existsSync(name));
  return createJestConfig(file === undefined ? {} : require(file));
}

function ofRewired(root: string): MadeConfig {
  const { jest } = require(find(root, 'react-app-rewired/config-overrides')) as {
    jest?: (config: MadeConfig) => MadeConfig;
  };
  const config = ofReactScripts(root);
  return jest ? jest(config) : config;
}

const readJson = (file: string): { jest?: MadeConfig } =>
  JSON.parse(fs.readFileSync(file, 'utf8')) as { jest?: MadeConfig };

function hasOwnConfig(root: string): boolean {
  const files = ['js', 'cjs', 'mjs', 'ts', 'json'].map((ext) => path.join(root, `jest.config.${ext}`));
  return (
    files.some((file) => fs.existsSync(file)) || readJson(path.join(root, 'package.json')).jest !== undefined
  );
}

/** A tool with a configuration for all repositories that have none of their own. */
const byFile =
  (file: string) =>
  (root: string): MadeConfig | null =>
    hasOwnConfig(root) ? null : (require(find(root, file)) as MadeConfig);

/** A tool whose configuration goes below that of the repository. */
const ofTsdx =
  (tool: string) =>
  (root: string): MadeConfig => {
    const folder = path.dirname(find(root, `${tool}/package.json`));
    const { createJestConfig } = require(path.join(folder, 'dist/createJestConfig')) as {
      createJestConfig: (resolve: (file: string) => string, rootDir: string) => MadeConfig;
    };
    const made = createJestConfig((file) => path.resolve(folder, file), root);
    const own = path.join(root, 'jest.config.js');
    const fromFile = fs.existsSync(own) ? (require(own) as MadeConfig) : {};
    return { ...made, ...readJson(path.join(root, 'package.json')).jest, ...fromFile };
  };

const makers: Readonly<Record<string, (root: string) => MadeConfig | null>> = {
  'react-scripts': ofReactScripts,
  craco: ofCraco,
  'react-app-rewired': ofRewired,
  'kcd-scripts': byFile('kcd-scripts/jest'),
  tsdx: ofTsdx('tsdx'),
  'dts-cli': ofTsdx('dts-cli'),
  '@wordpress/scripts': byFile('@wordpress/scripts/config/jest-unit.config.js'),
};

/** The configuration that the tool makes for the repository at `root`; null where Jest finds that of the repository by itself. */
export const makeConfig = (tool: string, root: string): MadeConfig | null => makers[tool]?.(root) ?? null;

if (require.main === module)
  process.stdout.write(JSON.stringify(makeConfig(process.argv[2] ?? '', process.cwd())));
