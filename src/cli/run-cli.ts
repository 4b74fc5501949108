/** Puts the commands together: arguments in, exit code out. */
import { Command, Option } from 'commander';
import { deliveryModes } from '../domain/config.js';
import { doctorCommand } from './commands/doctor.js';
import { printError } from './terminal/errors.js';
import { initCommand } from './commands/init.js';
import { logCommand, type LogOptions } from './commands/log.js';
import {
  addCiOptions,
  addOutputOptions,
  addPassOptions,
  addSandboxOptions,
  addScopeOptions,
} from './setup/options.js';
import type { PassOptions } from './setup/pass-setup.js';
import { readOwnManifest } from './own-manifest.js';
import { mergeCommand } from './commands/merge.js';
import { reportCommand, reportFormats, type ReportOptions } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { statusCommand, type StatusOptions } from './commands/status.js';
import { targetsCommand } from './commands/targets.js';
import { shelter } from './terminal/shelter.js';
import type { OutputOptions, Terminal } from './terminal/terminal.js';
import { watchCommand } from './commands/watch.js';

type Finish = (exitCode: Promise<number>) => Promise<void>;

const exitCodeHelp = `
Exit codes:
  0    the pass finished; finding nothing to do is a success
  1    internal error
  2    wrong usage or config
  3    the host cannot be tested, or the model is the only author and cannot be asked
  4    no acceptable sandbox
  5    less coverage than --fail-under
  130  interrupted; state is kept`;

const jsonOption = '--json <file>';

function addPassCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const run = program
    .command('run')
    .summary('one pass, then exit')
    .description(
      'Finds what no test pins down, has tests written, keeps those that prove their worth, delivers them.',
    )
    .argument('[dir]', 'folder of the repository', '.')
    .option(jsonOption, 'write the report as JSON; - is standard output');
  addOutputOptions(addCiOptions(addPassOptions(run))).action((dir: string, options: PassOptions) =>
    finish(runCommand(dir, options, terminal)),
  );
  const targets = program
    .command('targets')
    .summary('the ranked gaps; writes nothing')
    .description('Measures what the tests of the repository cover and lists the gaps, the largest first.')
    .argument('[dir]', 'folder of the repository', '.')
    .option('--limit <n>', 'show this many')
    .option(jsonOption, 'write the list as JSON; - is standard output');
  addOutputOptions(addSandboxOptions(addScopeOptions(targets))).action(
    (dir: string, options: PassOptions & { limit?: string }) =>
      finish(targetsCommand(dir, options, shelter(terminal))),
  );
}

function addDaemonCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const watch = program
    .command('watch')
    .summary('the daemon: a pass for each set of changes')
    .description(
      'Begins with a full pass, then runs one whenever sources, tests or the checked-out commit change.',
    )
    .argument('[dir]', 'folder of the repository', '.')
    .option('--no-initial', 'wait for the first change')
    .option(jsonOption, 'write the report of each pass as JSON; - is standard output, one line a pass');
  addOutputOptions(addPassOptions(watch)).action(
    (dir: string, options: PassOptions & { initial?: boolean }) =>
      finish(watchCommand(dir, options, terminal)),
  );
  const status = program
    .command('status')
    .summary('what the daemon is doing')
    .description('Asks the daemon of the repository: its work, the tests it kept, its memory and its budget.')
    .argument('[dir]', 'folder of the repository', '.')
    .option('--json', 'print JSON to standard output');
  addOutputOptions(status).action((dir: string, options: StatusOptions) =>
    finish(statusCommand(dir, options, terminal)),
  );
}

function addOtherCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const init = program
    .command('init')
    .summary('write a config; add dev dependencies only when asked')
    .description(
      'Writes nightshift.config.json with the settings that are changed most; never overwrites one.',
    )
    .argument('[dir]', 'folder of the repository', '.')
    .option('--install', "add what is missing with the repository's package manager");
  addOutputOptions(init).action((dir: string, options: OutputOptions & { install?: boolean }) =>
    finish(initCommand(dir, options, shelter(terminal))),
  );
  const doctor = program
    .command('doctor')
    .summary('what works here, what is missing, and the command that fixes it')
    .argument('[dir]', 'folder of the repository', '.');
  addOutputOptions(doctor).action((dir: string, options: OutputOptions) =>
    finish(doctorCommand(dir, options, shelter(terminal))),
  );
  const log = program
    .command('log')
    .summary('the ledger: the runs, or the reasons behind one decision')
    .description(
      'Lists the runs; with a commit, a test file, the title of a test, a source file or a target, explains the decision.',
    )
    .usage('[options] [dir] [commit | test file | title | source file | target]')
    .argument('[words...]', 'folder of the repository, and what to explain')
    .option('--limit <n>', 'show this many runs')
    .option('--json', 'print JSON to standard output');
  addOutputOptions(log).action((words: string[], options: LogOptions) =>
    finish(logCommand(words, options, terminal)),
  );
  const merge = program
    .command('merge')
    .summary('joins the results of `--shard` jobs')
    .description('Delivers what the jobs have proven, and joins their reports.')
    .argument('<files...>', 'what the jobs have written below .nightshift/shards')
    .option('--dir <dir>', 'folder of the repository', '.')
    .option(jsonOption, 'write the report as JSON; - is standard output')
    .option('--deliver <where>', `${deliveryModes.join(', ')} (default: branch)`)
    .option('--branch <name>', 'the branch for the tests (default: nightshift/<current branch>)');
  addOutputOptions(addCiOptions(merge)).action((files: string[], options: PassOptions & { dir?: string }) =>
    finish(mergeCommand(files, options, terminal)),
  );
  const report = program
    .command('report')
    .summary("the last run's report again, in another format")
    .argument('[dir]', 'folder of the repository', '.')
    .addOption(new Option('--format <format>', 'how to show it').choices(reportFormats).default('terminal'))
    .option(
      '--output <file>',
      'write it to this file; a page otherwise goes to standard output, or, on a terminal, to .nightshift/report.html',
    );
  addOutputOptions(report).action((dir: string, options: ReportOptions) =>
    finish(reportCommand(dir, options, terminal)),
  );
}

/**
 * Runs one command line, without the names of Node and the script, and returns the exit code. Never throws and never
 * ends the process.
 */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const finish: Finish = async (result) => {
    exitCode = await result;
  };
  const program = new Command('nightshift')
    .description('Writes, proves and commits the tests that a TypeScript or JavaScript repository lacks.')
    .version(readOwnManifest().version, '--version')
    .helpOption('--help', 'show this help')
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHelpWidth: terminal.columns,
      getErrHelpWidth: terminal.columns,
    })
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', exitCodeHelp);
  addPassCommands(program, terminal, finish);
  addDaemonCommands(program, shelter(terminal), finish);
  addOtherCommands(program, terminal, finish);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return printError(error, terminal, argv.includes('--verbose'));
  }
}
