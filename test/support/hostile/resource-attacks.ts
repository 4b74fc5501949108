/** Attacks on what the machine has: time, memory, disk, processes, output. Each ends the process it runs in, or is ended. */

export interface ResourceAttack {
  name: string;
  /** Run as a script of its own. `at.scratch` and `at.mark` are in scope. */
  code: string;
  /** How the run has to end, as words of the result. */
  ends: 'exceeded' | 'timed out' | 'by itself';
  /** What `exceeded` has to say. */
  says?: RegExp;
  /** Whether the reduced tier holds it as well. */
  reduced: boolean;
}

/** Copies of itself that stay for a while and then go, so that a bound that fails does no harm. */
const lazily = `setTimeout(() => process.exit(), 8000);`;

export const resourceAttacks: readonly ResourceAttack[] = [
  { name: 'an endless loop', code: `for (;;);`, ends: 'timed out', reduced: true },
  { name: 'a wait without end', code: `setInterval(() => {}, 1000);`, ends: 'timed out', reduced: true },
  {
    name: 'an expression that backtracks for ever',
    code: `/^(a+)+$/.test('a'.repeat(60) + 'b');`,
    ends: 'timed out',
    reduced: true,
  },
  {
    name: 'a wait of the whole thread',
    code: `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
    ends: 'timed out',
    reduced: true,
  },
  {
    name: 'signals that it does not hear',
    code: `for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {}); setInterval(() => {}, 1000);`,
    ends: 'timed out',
    reduced: true,
  },
  {
    name: 'memory of the heap',
    code: `const all = []; for (;;) all.push(new Array(1e6).fill(1.5));`,
    ends: 'exceeded',
    says: /MiB of memory/,
    reduced: true,
  },
  {
    name: 'memory beyond the heap',
    code: `const all = []; setInterval(() => all.push(Buffer.alloc(40e6, 1)), 10);`,
    ends: 'exceeded',
    says: /MiB of memory/,
    reduced: true,
  },
  {
    name: 'memory of many processes',
    code: `
      const { spawn } = require('child_process');
      const code = 'const b = Buffer.alloc(100e6, 1); setTimeout(() => b, 8000);';
      for (let i = 0; i < 8; i++) spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
      ${lazily}`,
    ends: 'exceeded',
    says: /MiB of memory/,
    reduced: false,
  },
  {
    name: 'many processes',
    code: `
      const { spawn } = require('child_process');
      for (let i = 0; i < 60; i++) spawn('/bin/sleep', ['8'], { stdio: 'ignore', detached: true }).unref();
      ${lazily}`,
    ends: 'exceeded',
    says: /processes ran at once/,
    reduced: false,
  },
  {
    name: 'processes that start processes',
    code: `
      const sh = 'd=$1; [ "$d" -gt 0 ] || exec sleep 5; for i in 1 2 3; do sh -c "$2" sh $((d - 1)) "$2" & done; wait';
      require('child_process').spawn('sh', ['-c', sh, 'sh', '5', sh], { stdio: 'ignore' });
      ${lazily}`,
    ends: 'exceeded',
    says: /processes ran at once/,
    reduced: false,
  },
  {
    name: 'a large file',
    code: `
      const fs = require('fs');
      const file = fs.openSync(at.scratch + '/large', 'w');
      const chunk = Buffer.alloc(4e6, 1);
      let written = 0;
      setInterval(() => { if (written < 1.5e9) written += fs.writeSync(file, chunk); }, 5);`,
    ends: 'exceeded',
    says: /MiB to the disk/,
    reduced: true,
  },
  {
    name: 'many small files',
    code: `
      const fs = require('fs');
      let count = 0;
      setInterval(() => { for (let i = 0; i < 200 && count < 60000; i++) fs.writeFileSync(at.scratch + '/small-' + count++, 'x'); }, 5);`,
    ends: 'exceeded',
    says: /files/,
    reduced: true,
  },
  {
    name: 'a flood of output',
    code: `for (let i = 0; i < 300; i++) process.stdout.write('x'.repeat(100000)); process.exitCode = 0;`,
    ends: 'by itself',
    reduced: true,
  },
];
