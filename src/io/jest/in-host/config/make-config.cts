/** Prints, as JSON, the configuration of Jest that a tool would make for the repository in the current folder. */
import fs from 'node:fs';
import path from 'node:path';

type MadeConfig = Record<string, unknown>;

const root = process.cwd();
const find = (name: string): string => require.resolve(name, { paths: [root] });
const load = (name: string): unknown => require(find(name));

function ofReactScripts(): MadeConfig {
  const folder = path.dirname(find('react-scripts/package.json'));
  const create = require(path.join(folder, 'scripts/utils/createJestConfig')) as (
    resolve: (file: string) => string,
    rootDir: string,
    isEjecting: boolean,
  ) => MadeConfig;
  return create((file) => path.resolve(folder, file), root, false);
}

function ofCraco(): MadeConfig {
  const { createJestConfig } = load('@craco/craco') as { createJestConfig: (config: unknown) => MadeConfig };
  const names = ['craco.config.js', 'craco.config.cjs', '.cracorc.js', '.cracorc'];
  const file = names.map((name) => path.join(root, name)).find((name) => fs.existsSync(name));
  return createJestConfig(file === undefined ? {} : require(file));
}

function ofRewired(): MadeConfig {
  const { jest } = load('react-app-rewired/config-overrides') as {
    jest?: (config: MadeConfig) => MadeConfig;
  };
  const config = ofReactScripts();
  return jest ? jest(config) : config;
}

const makers: Record<string, () => MadeConfig> = {
  'react-scripts': ofReactScripts,
  craco: ofCraco,
  'react-app-rewired': ofRewired,
};

process.stdout.write(JSON.stringify(makers[process.argv[2] ?? '']?.() ?? {}));
