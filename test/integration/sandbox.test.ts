/** Containment as a user relies on it: what code in a box can do, and what it cannot. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  bothTiers,
  evaluate,
  full,
  isAnyRunning,
  makeHost,
  open,
  runCode,
  tryWriting,
  workshop,
  writeTree,
} from '../support/boxes.js';

describe('what is held', () => {
  bothTiers('nothing outside can be written', async (tier) => {
    const host = await makeHost({ 'src/a.js': 'original' });
    const paths = [
      join(homedir(), '.gotcha'),
      '/etc/gotcha',
      join(host.root, 'src/a.js'),
      join(workshop, 'gotcha'),
    ];
    const tries = await evaluate(await open(host, tier), tryWriting(paths));
    expect(tries).toEqual(paths.map(() => 'refused'));
    expect(paths.filter((path) => path.endsWith('gotcha')).filter(existsSync)).toEqual([]);
    expect(await readFile(join(host.root, 'src/a.js'), 'utf8')).toBe('original');
  });

  bothTiers('installed packages cannot be written, not even when the copy can', async (tier) => {
    const modules = join(workshop, 'elsewhere', 'node_modules');
    await writeTree(modules, { 'lib/index.js': 'module.exports = 1' });
    const host = await makeHost({ 'src/a.js': '' }, [
      { at: join(workshop, 'my-app/node_modules'), real: modules },
    ]);
    await symlink('node_modules/lib', join(host.root, 'lib-link'));
    const box = await open(host, tier);
    const code = tryWriting([
      'node_modules/gotcha.js',
      'lib-link/index.js',
      'src/../node_modules/lib/index.js',
      'src/new.js',
    ]);
    const tries = await evaluate(box, code, { writable: true });
    expect(tries).toEqual(['refused', 'refused', 'refused', 'written']);
    expect(await readFile(join(modules, 'lib/index.js'), 'utf8')).toBe('module.exports = 1');
  });

  full('settings of the kernel cannot be written, not even by root', async () => {
    const code = `
      const fs = require('fs');
      const open = fs.readdirSync('/proc/sys', { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.parentPath + '/' + entry.name)
        .concat('/proc/sysrq-trigger')
        .filter((file) => { try { fs.closeSync(fs.openSync(file, 'r+')); return true; } catch { return false; } });
      console.log(JSON.stringify(open));`;
    expect(await evaluate(await open(await makeHost({})), code)).toEqual([]);
  });

  full('the network and unix sockets outside are out of reach', async () => {
    let connections = 0;
    const tcp = createServer(() => connections++).listen(0, '127.0.0.1');
    const socketPath = join(workshop, 'daemon.sock');
    const unix = createServer(() => connections++).listen(socketPath);
    await Promise.all([once(tcp, 'listening'), once(unix, 'listening')]);
    const { port } = tcp.address() as { port: number };
    const code = `
      const connect = (to) => new Promise((done) => {
        const socket = require('net').connect(to);
        socket.on('connect', () => done('connected')).on('error', () => done('refused'));
      });
      Promise.all([connect({ host: '127.0.0.1', port: ${port} }), connect({ path: ${JSON.stringify(socketPath)} })])
        .then((all) => { console.log(JSON.stringify(all)); process.exit(0); });`;
    try {
      expect(await evaluate(await open(await makeHost({})), code)).toEqual(['refused', 'refused']);
      expect(connections).toBe(0);
    } finally {
      tcp.close();
      unix.close();
    }
  });

  full('a server of the code itself can be reached by it', async () => {
    const code = `
      const server = require('http').createServer((request, response) => response.end('"hello"'));
      server.listen(0, 'localhost', async () => {
        console.log(await (await fetch('http://localhost:' + server.address().port)).text());
        process.exit(0);
      });`;
    expect(await evaluate(await open(await makeHost({})), code)).toBe('hello');
  });

  bothTiers('the environment is cleared, but for what is asked for', async (tier) => {
    process.env['SANDBOX_TEST_TOKEN'] = 'secret';
    process.env['SANDBOX_TEST_PASSED'] = 'passed';
    try {
      const box = await open(await makeHost({}), tier, { passEnv: ['SANDBOX_TEST_PASSED', 'NOT_SET'] });
      const env = (await evaluate(box, 'console.log(JSON.stringify(process.env))', {
        env: { MINE: '1' },
      })) as Record<string, string>;
      expect(env).toMatchObject({ SANDBOX_TEST_PASSED: 'passed', MINE: '1', CI: 'true', NODE_ENV: 'test' });
      const known = [
        'PATH',
        'HOME',
        'TMPDIR',
        'LANG',
        'NODE_ENV',
        'CI',
        'PWD',
        'MINE',
        'SANDBOX_TEST_PASSED',
      ];
      expect(Object.keys(env).filter((name) => !known.includes(name))).toEqual([]);
    } finally {
      Reflect.deleteProperty(process.env, 'SANDBOX_TEST_TOKEN');
      Reflect.deleteProperty(process.env, 'SANDBOX_TEST_PASSED');
    }
  });

  bothTiers('home and temp are private, empty and writable', async (tier) => {
    const code = `
      const fs = require('fs'), os = require('os');
      const empty = [os.homedir(), os.tmpdir()].map((folder) => fs.readdirSync(folder).length);
      fs.mkdtempSync(os.tmpdir() + '/x-');
      fs.writeFileSync(os.homedir() + '/.rc', '');
      console.log(JSON.stringify(empty));`;
    expect(await evaluate(await open(await makeHost({}), tier), code)).toEqual([0, 0]);
  });

  full('processes outside are not seen', async () => {
    const code = `
      const pids = require('fs').readdirSync('/proc').filter((name) => /^\\d+$/.test(name));
      console.log(JSON.stringify(pids.map((pid) => require('fs').readFileSync('/proc/' + pid + '/cmdline', 'utf8'))));`;
    const lines = (await evaluate(await open(await makeHost({})), code)) as string[];
    expect(lines.length).toBeLessThanOrEqual(4);
    expect(lines.join()).not.toContain('jest');
  });

  bothTiers('secrets and history of the host are not in the copy', async (tier) => {
    const host = await makeHost({
      '.git/config': 'url',
      '.env': 'TOKEN=1',
      'packages/a/.env.local': 'TOKEN=1',
      'certs/server.pem': 'key',
      '.npmrc': 'token',
      'coverage/lcov.info': '',
      'src/coverage/lcov.info': 'kept',
      'dist/built.js': 'kept',
    });
    await symlink('../../.env', join(host.root, 'packages/a/innocent')).catch(() => undefined);
    await symlink('/etc/passwd', join(host.root, 'outside'));
    await symlink('dist/built.js', join(host.root, 'inside'));
    const code = "console.log(JSON.stringify(require('fs').readdirSync('.', { recursive: true }).sort()))";
    expect(await evaluate(await open(host, tier), code)).toEqual([
      ...['certs', 'dist', 'dist/built.js', 'inside', 'package.json', 'packages', 'packages/a'],
      ...['src', 'src/coverage', 'src/coverage/lcov.info'],
    ]);
  });
});

describe('how runs end', () => {
  full('what the code left running in the background is dead afterwards', async () => {
    const mark = `straggler-${process.pid}-${Date.now()}`;
    const code = `
      const { spawn } = require('child_process');
      spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ${JSON.stringify(mark)}], { detached: true, stdio: 'ignore' }).unref();
      setTimeout(() => process.exit(0), 200);`;
    const box = await open(await makeHost({}));
    const running = runCode(box, code);
    expect((await running).exitCode).toBe(0);
    await new Promise((done) => setTimeout(done, 100));
    expect(await isAnyRunning(mark)).toBe(false);
  });

  bothTiers('an endless loop is killed at the timeout', async (tier) => {
    const box = await open(await makeHost({}), tier);
    const mark = `endless-${process.pid}-${Date.now()}`;
    const started = Date.now();
    const result = await runCode(box, `while (true) {} // ${mark}`, { timeoutMs: 700 });
    expect(result).toMatchObject({ timedOut: true });
    expect(Date.now() - started).toBeLessThan(5000);
    expect(await isAnyRunning(mark)).toBe(false);
  });

  full('a flood of output is cut and does not stop the run', async () => {
    const code = `
      process.stdout.write('first');
      for (let i = 0; i < 400; i++) process.stdout.write('x'.repeat(100000));
      process.stdout.write('last');`;
    const result = await runCode(await open(await makeHost({})), code, { maxOutputBytes: 10_000 });
    expect(result.exitCode).toBe(0);
    expect(result.stdout.length).toBeLessThan(10_100);
    expect(result.stdout).toMatch(/^first.*bytes left out.*last$/s);
  });

  full('a watchdog can end a run, and so can an abort', async () => {
    const box = await open(await makeHost({}));
    const endless = { timeoutMs: 20_000 };
    const watched = await runCode(box, 'setInterval(() => {}, 1000)', {
      ...endless,
      watch: () => 'no progress',
    });
    expect(watched).toMatchObject({ killedBy: 'no progress', timedOut: false });
    const signal = AbortSignal.timeout(300);
    await expect(runCode(box, 'setInterval(() => {}, 1000)', { ...endless, signal })).rejects.toMatchObject({
      code: 'interrupted',
    });
  });

  full('memory beyond the heap is limited', async () => {
    const code = 'const all = []; while (true) all.push(Buffer.allocUnsafe(64 * 1024 * 1024));';
    const result = await runCode(await open(await makeHost({})), code);
    expect(result.timedOut).toBe(false);
    expect(result.exitCode).not.toBe(0);
  });
});
