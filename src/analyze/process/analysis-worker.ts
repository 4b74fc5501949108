/** The process that reads repositories: whatever they do to it, it is only this process that hangs or dies. */
import { Worker } from 'node:worker_threads';
import { NightshiftError } from '../../domain/errors.js';
import { analyzeHost } from '../analyze-host.js';
import { detectHost } from '../host/detect-host.js';
import { type AnalysisAnswer, questionSchema } from './protocol.js';

const send = (answer: AnalysisAnswer): void => {
  process.send?.(answer);
};

async function answer(message: unknown): Promise<AnalysisAnswer> {
  const question = questionSchema.parse(message);
  if (question.kind === 'detect') return { kind: 'host', host: await detectHost(question.dir, question) };
  if (question.kind === 'types') {
    const { checkTestTypes } = await import('../types/test-types.js');
    return { kind: 'types', errors: checkTestTypes(question.host, question.tests) };
  }
  const { host, include, exclude, setAside, committed } = question;
  let last: string | null = null;
  const onFile = (file: string | null): void => {
    if (file !== last) send({ kind: 'file', file });
    last = file;
  };
  return {
    kind: 'analysis',
    analysis: await analyzeHost(host, { include, exclude, setAside, committed, onFile }),
  };
}

function failure(error: unknown): AnalysisAnswer {
  if (!(error instanceof NightshiftError))
    return {
      kind: 'failed',
      code: null,
      message: error instanceof Error ? String(error.stack) : String(error),
    };
  const { code, message, remedy } = error;
  return { kind: 'failed', code, message, ...(remedy !== undefined && { remedy }) };
}

process.on('message', (message) => void answer(message).catch(failure).then(send));
// Nobody is there to be answered any more.
process.on('disconnect', () => process.exit(0));
// An interruption goes to the whole group; it is for the parent to decide what it ends.
process.on('SIGINT', () => undefined);
// Where the parent was killed while this thread is busy, nobody else would notice.
const { ppid, pid } = process;
new Worker(`setInterval(() => { if (process.ppid !== ${ppid}) process.kill(${pid}, 'SIGKILL'); }, 1000)`, {
  eval: true,
}).unref();
send({ kind: 'ready' });
