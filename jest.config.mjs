// In a hook, or under `git bisect run`, git names the repository at hand here, and the tests make repositories of their own.
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/test'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/sample-repos/'],
  moduleFileExtensions: ['ts', 'cts', 'js', 'cjs', 'mjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.c?js$': '$1' },
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json', diagnostics: false }],
    '^.+\\.cts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }],
  },
  testTimeout: 120_000,
  // Most of the time goes to child processes that wait, so one worker a core is not too much.
  maxWorkers: 2,
};
