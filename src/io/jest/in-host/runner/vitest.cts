/** Answers for Vitest where its tests run under Jest: the same functions by the same names. */

interface Globals {
  describe: unknown;
  test: unknown;
  it: unknown;
  expect: unknown;
  beforeAll: unknown;
  beforeEach: unknown;
  afterAll: unknown;
  afterEach: unknown;
}

declare const jest: unknown;

const globals = globalThis as unknown as Globals;

export const { describe, test, it, expect, beforeAll, beforeEach, afterAll, afterEach } = globals;
export const vi = jest;
