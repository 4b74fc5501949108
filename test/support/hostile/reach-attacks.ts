/** Attacks on what is neither a file nor a bound: programs, native code, sockets, secrets, other processes. */
import type { Attack, AttackKind } from './attack.js';

const of =
  (kind: AttackKind) =>
  (name: string, code: string, more: Partial<Attack> = {}): Attack => ({ kind, name, code, ...more });

const start = of('starts programs and threads');
const native = of('loads native code');
const connect = of('uses the network and sockets');
const read = of('reads secrets');
const outlive = of('outlives its run');
const harm = of('harms other processes');

const touch = `'echo x > ' + at.outside + '/' + at.mark`;
const waitFor = (socket: string): string => `
    await new Promise((done) => {
      const socket = ${socket};
      socket.on('error', done).on('connect', () => socket.end(at.mark, done));
    });`;

export const reachAttacks: readonly Attack[] = [
  start('a shell', `require('child_process').execSync(${touch});`),
  start('a program', `require('child_process').spawnSync('/bin/sh', ['-c', ${touch}]);`),
  start(
    'a fork of Node',
    `
    const { fork } = require('child_process');
    const script = at.scratch + '/' + at.mark + '.cjs';
    require('fs').writeFileSync(script, 'require("fs").writeFileSync(' + JSON.stringify(at.outside + '/' + at.mark) + ', "x")');
    await new Promise((done) => fork(script).on('exit', done).on('error', done));`,
  ),
  start(
    'a worker thread',
    `
    const { Worker } = require('worker_threads');
    const code = 'require("fs").writeFileSync(' + JSON.stringify(at.outside + '/' + at.mark) + ', "x")';
    await new Promise((done) => new Worker(code, { eval: true }).on('exit', done).on('error', done));`,
  ),
  start(
    'a cluster',
    `
    const cluster = require('cluster');
    const script = at.scratch + '/cluster-' + at.mark + '.cjs';
    require('fs').writeFileSync(script, 'require("fs").writeFileSync(' + JSON.stringify(at.outside + '/' + at.mark) + ', "x")');
    cluster.setupPrimary({ exec: script });
    const worker = cluster.fork();
    setTimeout(() => worker.kill(), 700);
    await new Promise((done) => worker.on('exit', done).on('error', done));`,
  ),

  native(
    'an addon built for this machine that writes outside',
    `
    const file = at.scratch + '/' + at.mark + '.node';
    require('fs').copyFileSync(at.copy + '/addon.node', file);
    require('fs').writeFileSync(file + '.txt', at.outside + '/' + at.mark);
    process.dlopen({ exports: {} }, file);`,
    { reducedLets: ['wrote outside'] },
  ),

  connect('TCP', waitFor(`require('net').connect(at.port, '127.0.0.1')`), { reducedLets: ['connected'] }),
  connect('TCP over IPv6', waitFor(`require('net').connect(at.port, '::1')`), { reducedLets: ['connected'] }),
  connect(
    'HTTP',
    `
    await new Promise((done) => require('http').get('http://127.0.0.1:' + at.port + '/' + at.mark).on('error', done));`,
    { reducedLets: ['connected'] },
  ),
  connect('fetch', `await fetch('http://127.0.0.1:' + at.port + '/' + at.mark);`, {
    reducedLets: ['connected'],
  }),
  connect('a unix socket', waitFor(`require('net').connect(at.unixSocket)`), { reducedLets: ['connected'] }),
  connect('an abstract socket', waitFor(`require('net').connect('\\0' + at.abstractSocket)`), {
    reducedLets: ['connected'],
  }),
  connect(
    'UDP, as a question of DNS is asked',
    `
    const socket = require('dgram').createSocket('udp4');
    await new Promise((done) => socket.on('error', done).send(at.mark, at.udpPort, '127.0.0.1', done));
    socket.close();`,
    { reducedLets: ['connected'] },
  ),
  connect(
    'a DNS server of its own',
    `
    const { Resolver } = require('dns');
    const resolver = new Resolver({ timeout: 100, tries: 1 });
    resolver.setServers(['127.0.0.1:' + at.udpPort]);
    await new Promise((done) => resolver.resolve4(at.mark + '.example', done));`,
    { reducedLets: ['connected'] },
  ),

  read('its own environment', `console.log(JSON.stringify(process.env));`, {
    toothless: 'it is empty',
    isAllowed: true,
  }),
  read(
    'the environment of a process outside',
    `
    console.log(require('fs').readFileSync('/proc/' + at.bystander + '/environ', 'utf8'));`,
  ),
  read(
    'the environment of its parent',
    `
    if (require('fs').readFileSync('/proc/' + at.parent + '/environ').length > 0) console.log(at.proof);`,
  ),
  read(
    'the memory map of its parent',
    `
    if (require('fs').readFileSync('/proc/' + at.parent + '/maps').length > 0) console.log(at.proof);`,
  ),
  read(
    'the environment of the process itself, as the kernel shows it',
    `
    console.log(require('fs').readFileSync('/proc/self/environ', 'utf8'));`,
    { toothless: 'it is empty' },
  ),
  read('a file outside', `console.log(require('fs').readFileSync(at.secretFile, 'utf8'));`),
  read(
    'a file outside through a link',
    `
    const link = at.scratch + '/secret-' + at.mark;
    require('fs').symlinkSync(at.secretFile, link);
    console.log(require('fs').readFileSync(link, 'utf8'));`,
  ),
  read(
    'a file of secrets in the repository',
    `
    for (const root of [at.repo, at.copy]) {
      try { console.log(require('fs').readFileSync(root + '/.env', 'utf8')); } catch {}
    }`,
  ),
  read('a file outside by requiring it', `console.log(JSON.stringify(require(at.secretFile + '.json')));`),
  read(
    'a file outside by way of /proc/self/root',
    `
    console.log(require('fs').readFileSync('/proc/self/root' + at.secretFile, 'utf8'));`,
  ),

  outlive(
    'a detached program',
    `
    const args = ['-e', 'setInterval(() => {}, 1000)', at.mark];
    require('child_process').spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();`,
  ),
  outlive(
    'a program in a session of its own',
    `
    const args = ['-f', process.execPath, '-e', 'setInterval(() => {}, 1000)', at.mark];
    require('child_process').spawnSync('setsid', args, { stdio: 'ignore', timeout: 300 });`,
  ),

  harm('the end of a process by its id', `process.kill(at.bystander, 'SIGKILL');`, {
    reducedLets: ['signalled a process'],
  }),
  harm(
    'the end of every process that it may end',
    `
    const name = 'kill';
    require('child_process').execSync(name + ' -9 ' + at.bystander);`,
  ),
  harm('a stop of a process by its group', `process.kill(-at.bystander, 'SIGKILL');`, {
    reducedLets: ['signalled a process'],
  }),
];
