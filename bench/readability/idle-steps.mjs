// Finds idle steps: deletes each statement without an assertion in turn, and looks whether the test still passes.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { detectHost } from '../../dist/analyze/host/detect-host.js';
import { runPlainJest } from '../plain-jest.mjs';
import { isAssertion } from './read-tests.mjs';

/** Statements of a test that act: neither assertions, nor what sets clocks and stand-ins, nor what cleans up. */
function stepsOf({ callback }) {
  const steps = [];
  const visit = (statements) => {
    for (const statement of statements) {
      if (ts.isTryStatement(statement)) visit(statement.tryBlock.statements);
      else if (!isAssertion(statement) && !/\bjest\./.test(statement.getText())) steps.push(statement);
    }
  };
  if (ts.isBlock(callback.body)) visit(callback.body.statements);
  return steps;
}

/** The test once more, without one statement and under another name. */
function variantOf(text, test, step, name) {
  const [title] = test.node.arguments;
  return (
    text.slice(test.node.getStart(), title.getStart()) +
    JSON.stringify(test.rows ? `${name} %#` : name) +
    text.slice(title.end, step.getStart()) +
    text.slice(step.end, test.node.end)
  );
}

/** The rest of the file, in which variants take the place of all tests. */
function variantFile({ text, source }, variants) {
  const kept = source.statements.filter((statement) => !/^describe\(/.test(statement.getText()));
  const head = kept.map((statement) => text.slice(statement.pos, statement.end)).join('');
  return `// @ts-nocheck\n${head}\n\n${variants.join('\n\n')}\n`;
}

/** For each test of a file its steps, and those of them that are idle. */
export async function findIdleSteps(dir, file) {
  const steps = file.tests.flatMap((test, at) =>
    stepsOf(test).map((step, index) => ({ test, step, name: `variant-${at}-${index}` })),
  );
  const found = new Map(file.tests.map((test) => [test, { steps: 0, idle: [] }]));
  if (steps.length === 0) return found;
  const own = file.file.replace('.nightshift.', '.nightshift-idle.nightshift.');
  const variants = steps.map(({ test, step, name }) => variantOf(file.text, test, step, name));
  writeFileSync(join(dir, own), variantFile(file, variants));
  try {
    const host = await detectHost(dir);
    const result = runPlainJest(dir, host, ['--testTimeout=4000', own.replace(/[.[\]()+]/g, '\\$&')]);
    const outcomes = (result?.testResults ?? []).flatMap(({ assertionResults }) => assertionResults);
    if (outcomes.length === 0) throw new Error(`the variants of ${file.file} do not run`);
    for (const { test, step, name } of steps) {
      const own = outcomes.filter(({ title }) => title === name || title.startsWith(`${name} `));
      const of = found.get(test);
      of.steps++;
      if (own.length > 0 && own.every(({ status }) => status === 'passed')) of.idle.push(step.getText());
    }
  } finally {
    rmSync(join(dir, own), { force: true });
  }
  return found;
}
