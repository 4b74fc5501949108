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

const makers: Readonly<Record<string, (root: string) => MadeConfig>> = {
  'react-scripts': ofReactScripts,
  craco: ofCraco,
  'react-app-rewired': ofRewired,
};

/** The configuration that the tool makes for the repository at `root`; none for tools that are not known. */
export const makeConfig = (tool: string, root: string): MadeConfig => makers[tool]?.(root) ?? {};

if (require.main === module)
  process.stdout.write(JSON.stringify(makeConfig(process.argv[2] ?? '', process.cwd())));
