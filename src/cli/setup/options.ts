/** The options that commands share. */
import { Option, type Command } from 'commander';
import { deliveryModes } from '../../domain/config.js';

const collect = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];

/** `--verbose`, `--quiet`, `--no-color`. */
export function addOutputOptions(command: Command): Command {
  return command
    .addOption(new Option('--verbose', 'print every verdict, and the stack of an error').conflicts('quiet'))
    .option('--quiet', 'print only warnings and the final line')
    .option('--no-color', 'no colour; NO_COLOR does the same');
}

/** `--ci`, `--fail-under`. */
export function addCiOptions(command: Command): Command {
  return command
    .option('--ci', 'output for CI: plain, with annotations and a job summary (default: detected)')
    .option('--no-ci', 'output as at a terminal, also in CI')
    .option('--fail-under <n>', 'end with exit code 5 when less than n % of the statements are covered');
}

/** Options that say which targets a pass looks at. */
export function addScopeOptions(command: Command): Command {
  return command
    .option('--include <glob>', 'sources to look at; may be given again', collect)
    .option('--exclude <glob>', 'sources to leave out; may be given again', collect)
    .option('--since <ref>', 'only targets that changed since this git revision');
}

/** `--jest-config`, `--project`. */
function addRunnerOptions(command: Command): Command {
  return command
    .option('--jest-config <file>', "Jest's configuration (default: as the repository's scripts say)")
    .option('--project <name>', 'a Jest project to work in; may be given again', collect);
}

/** `--sandbox`, `--unsafe`, `--seed`. */
export function addSandboxOptions(command: Command): Command {
  return command
    .option('--sandbox <tier>', 'auto, full or reduced; full refuses to start below full (default: auto)')
    .option('--unsafe', 'no sandbox: generated tests may do whatever you may do')
    .option('--seed <n>', 'the same commit, config and seed give the same tests (default: 1)');
}

/** All options of a pass. */
export function addPassOptions(command: Command): Command {
  command
    .option('--author <names>', 'explorer, model, or both with a comma between')
    .option('--model <name>', 'the model to ask (environment: OPENAI_MODEL)')
    .option('--base-url <url>', 'an OpenAI-compatible server (environment: OPENAI_BASE_URL)');
  addScopeOptions(command)
    .option('--max-minutes <n>', 'end after this many minutes')
    .option('--max-tokens <n>', 'tokens that the model may use')
    .option('--max-usd <n>', 'dollars that the model may cost')
    .option('--target-seconds <n>', "the explorer's CPU seconds for one target (default: by its size)")
    .option('--shard <i/n>', 'the i-th of n shares of the work; `nightshift merge` joins their results')
    .option('--deliver <where>', `${deliveryModes.join(', ')} (default: branch)`)
    .option('--branch <name>', 'the branch for the tests (default: nightshift/<current branch>)');
  return addSandboxOptions(addRunnerOptions(command));
}
