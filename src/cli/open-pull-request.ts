#!/usr/bin/env node
/** The step of the GitHub Action that opens or updates the pull request for the last run; all settings come from the environment. */
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { NightshiftError } from '../domain/errors.js';
import { describePullRequest } from '../report/pull-request.js';
import { putPullRequest } from './ci/pull-request.js';
import { findDelivery } from './setup/find-delivery.js';
import { findLedger } from './setup/find-ledger.js';
import { printError } from './terminal/errors.js';
import { runInProcess } from './terminal/process-terminal.js';
import type { Terminal } from './terminal/terminal.js';

function required({ env }: Terminal, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw new NightshiftError('usage', `${name} is not set`);
}

async function openPullRequest(terminal: Terminal): Promise<void> {
  const dir = path.resolve(terminal.cwd, terminal.env['NIGHTSHIFT_DIRECTORY'] ?? '.');
  const ledger = await findLedger(dir);
  try {
    const report = ledger.lastRun()?.report;
    const delivery = report === undefined ? null : await findDelivery(dir, report);
    if (report === undefined || delivery?.branch == null) {
      terminal.out('nothing was delivered to a branch, so there is no pull request to open\n');
      return;
    }
    const place = {
      api: terminal.env['GITHUB_API_URL'] ?? 'https://api.github.com',
      token: required(terminal, 'GITHUB_TOKEN'),
      repository: required(terminal, 'GITHUB_REPOSITORY'),
      head: delivery.branch,
      base: required(terminal, 'NIGHTSHIFT_BASE'),
    };
    const { number, url, isNew } = await putPullRequest(place, describePullRequest(report, delivery));
    terminal.out(`${isNew ? 'opened' : 'updated'} pull request ${number}: ${url}\n`);
    const output = terminal.env['GITHUB_OUTPUT'];
    if (output !== undefined && output !== '') await appendFile(output, `pull-request=${number}\n`);
  } finally {
    ledger.close();
  }
}

await runInProcess(async (terminal) => {
  try {
    await openPullRequest(terminal);
    return 0;
  } catch (error) {
    return printError(error, terminal, false);
  }
});
