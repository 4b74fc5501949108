/** Writes the corpus out as a small host of each kind, with one test of its own. */
import ts from 'typescript';
import { tempRepo, type TempRepo } from '../temp-repo.js';
import { linkModules } from '../tiny-host.js';
import { type CorpusCase, exportedNames, type HostKind } from './case.js';

export interface CorpusHost {
  repo: TempRepo;
  /** The module that holds the code of all cases, and the file for its new tests; host-relative. */
  source: string;
  testFile: string;
}

const header = `import fs from 'node:fs';
import util from 'node:util';
`;
const reactHeader = `import { useState } from 'react';\n`;

/** What the host's own test covers. */
const known = `export const known = (n: number): string => (n > 0 ? 'up' : 'flat');
export const plain = (word: string): string => util.stripVTControlCharacters(word);
export const isLink = (text: string): boolean => URL.canParse(text);
`;

const ownTest = `test('known', () => {
  expect([known(1), known(0)]).toEqual(['up', 'flat']);
});

test('plain', () => {
  expect(plain('hey')).toBe('hey');
});

test('isLink', () => {
  expect(isLink('no link')).toBe(false);
});
`;

function moduleText(items: readonly CorpusCase[], kind: HostKind): string {
  const sources = new Set(items.map((item) => item.source));
  return [header, kind === 'react' ? reactHeader : '', known, ...sources].join('');
}

/** Takes the types away and leaves everything else. */
const toJavaScript = (text: string): string =>
  ts.transpileModule(text, {
    fileName: 'kit.tsx',
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.Preserve,
      verbatimModuleSyntax: true,
    },
  }).outputText;

function toCommonJs(text: string): string {
  const script = toJavaScript(text)
    .replace(/^import (\w+) from ('[^']+');/gm, 'const $1 = require($2);')
    .replace(/^export (?=(?:async )?(?:function|const|let|class)\b)/gm, '');
  return `${script}\nmodule.exports = { ${exportedNames(text).join(', ')} };\n`;
}

const babelConfig = (presets: readonly string[]): string =>
  `module.exports = { presets: [${presets.join(', ')}] };\n`;
const presetEnv = `['@babel/preset-env', { targets: { node: 'current' } }]`;

const tsconfig = JSON.stringify({
  compilerOptions: {
    target: 'ES2022',
    module: 'commonjs',
    moduleResolution: 'bundler',
    types: ['jest', 'node'],
    strict: true,
    noImplicitAny: false,
    esModuleInterop: true,
    skipLibCheck: true,
  },
});

interface Plan {
  source: string;
  own: string;
  manifest: Record<string, unknown>;
  files: Record<string, string>;
}

const requireOwn = `const { known, plain, isLink } = require('./kit');\n`;
const importOwn = `import { known, plain, isLink } from './kit';\n`;

const plans: Record<HostKind, (text: string) => Plan> = {
  commonjs: (text) => ({
    source: 'kit.js',
    own: 'kit.test.js',
    manifest: {},
    files: { 'kit.js': toCommonJs(text), 'kit.test.js': requireOwn + ownTest },
  }),
  'ts-jest': (text) => ({
    source: 'kit.ts',
    own: 'kit.test.ts',
    manifest: {},
    files: {
      'kit.ts': text,
      'kit.test.ts': importOwn + ownTest,
      'tsconfig.json': tsconfig,
      'jest.config.js': "module.exports = { transform: { '^.+\\\\.ts$': 'ts-jest' } };\n",
    },
  }),
  'babel-typescript': (text) => ({
    source: 'kit.ts',
    own: 'kit.test.ts',
    manifest: {},
    files: {
      'kit.ts': text,
      'kit.test.ts': importOwn + ownTest,
      'babel.config.js': babelConfig([presetEnv, "'@babel/preset-typescript'"]),
    },
  }),
  esm: (text) => ({
    source: 'kit.js',
    own: 'kit.test.js',
    manifest: {
      type: 'module',
      scripts: { test: 'NODE_OPTIONS=--experimental-vm-modules jest' },
    },
    files: {
      'kit.js': toJavaScript(text),
      'kit.test.js': importOwn.replace('./kit', './kit.js') + ownTest,
      'jest.config.js': 'export default { transform: {} };\n',
    },
  }),
  react: (text) => ({
    source: 'kit.jsx',
    own: 'kit.test.jsx',
    manifest: { devDependencies: { '@testing-library/react': '*', react: '*' } },
    files: {
      'kit.jsx': toJavaScript(text),
      'kit.test.jsx': importOwn + ownTest,
      'babel.config.js': babelConfig([presetEnv, "['@babel/preset-react', { runtime: 'automatic' }]"]),
      'jest.config.js': "module.exports = { testEnvironment: 'jsdom' };\n",
    },
  }),
};

/** A host of this kind whose one module holds the code of these cases. */
export function corpusHost(items: readonly CorpusCase[], kind: HostKind): CorpusHost {
  const plan = plans[kind](moduleText(items, kind));
  const manifest = JSON.stringify({ name: 'corpus', version: '1.0.0', ...plan.manifest });
  const repo = tempRepo({ 'package.json': manifest, '.gitignore': 'node_modules\n', ...plan.files });
  linkModules(repo.dir);
  return { repo, source: plan.source, testFile: plan.own.replace('.test', '.nightshift.test') };
}
