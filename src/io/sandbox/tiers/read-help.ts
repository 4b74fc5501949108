/** Asks a program of the system which options it knows. */
import { runProcess } from '../../system/process.js';

/** The text of a program's `--help`. */
export async function readHelp(file: string): Promise<string> {
  const result = await runProcess({ file, args: ['--help'], env: {}, cwd: '/', timeoutMs: 10_000 });
  return result.stdout + result.stderr;
}
