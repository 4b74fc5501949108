// A process of its own for one package: it opens the host once, carries out the runs that it is sent one after the other,
// and sends back what each brought.
import { closeHost } from '../../dist/pipeline/prepare/open-host.js';
import { measurePackage, openPackage } from './measure-package.mjs';

process.once('message', ({ host, sandbox, runs }) => {
  void work(host, sandbox, runs).then(
    () => process.disconnect(),
    (error) => process.send({ failed: error.stack }, () => process.disconnect()),
  );
});

async function work(host, sandbox, runs) {
  const opened = await openPackage(host, sandbox);
  try {
    for (const { title, options } of runs) {
      try {
        process.send({ title, result: await measurePackage(opened, options) });
      } catch (error) {
        process.send({ title, failed: error.stack });
      }
    }
  } finally {
    await closeHost(opened);
  }
}
