// Measures packages in processes of their own, so many at a time.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./run-package.mjs', import.meta.url));

function runJob(job, onMessage) {
  return new Promise((resolve) => {
    const child = fork(script);
    let told = false;
    child.on('message', (message) => {
      told ||= message.failed !== undefined && message.title === undefined;
      onMessage(job.name, message);
    });
    child.once('close', (code, signal) => {
      if (code !== 0 && !told)
        onMessage(job.name, { failed: `the measuring process ended by ${signal ?? code}` });
      resolve();
    });
    child.send(job);
  });
}

/**
 * Works through jobs of the form `{ name, host, sandbox, runs }` with `count` processes.
 * @param onMessage hears of each run as `{ title, result }`, or of a failure as `{ title?, failed }`
 */
export async function runJobs(jobs, count, onMessage) {
  const open = [...jobs];
  const serve = async () => {
    for (let job = open.shift(); job; job = open.shift()) await runJob(job, onMessage);
  };
  await Promise.all(Array.from({ length: Math.max(1, count) }, serve));
}
