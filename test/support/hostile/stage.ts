/** Sets up what attacks go for, outside of any box, and tells afterwards what has happened to it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { processesUnder } from '../tiny-host.js';
import { tempFolder } from '../temp-repo.js';
import type { Aims, Damage } from './attack.js';

export interface Stage {
  dir: string;
  /** What an attack is told, given where the box is. */
  aimsFor(mark: string, box: { root: string; scratch: string }): Aims;
  /** What has happened for an attack, by its mark; `said` is all that its process wrote. */
  damageOf(mark: string, said: string): Damage[];
  /** What of the user's was changed since the stage was set. */
  changed(): string[];
  /** Puts back what an attack has changed, so that the next finds it whole. */
  mend(): void;
  close(): Promise<void>;
}

const kitSource = `exports.sign = (n) => (n < 0 ? 'negative' : n > 0 ? 'positive' : 'zero');
exports.echo = (value) => value;
`;

const secret = (): string => `secret-${randomBytes(12).toString('hex')}`;

/** A library whose loading alone writes the file that is named in the text file beside it. */
const nativeSource = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
__attribute__((constructor)) static void run(void) {
  Dl_info info;
  char path[4096];
  FILE *file;
  if (!dladdr((void *)run, &info)) return;
  snprintf(path, sizeof path, "%s.txt", info.dli_fname);
  if (!(file = fopen(path, "r"))) return;
  if (fgets(path, sizeof path, file)) { FILE *out = fopen(path, "w"); if (out) fclose(out); }
  fclose(file);
}
`;

/** Builds the library where there is a compiler; without one, the attack fails for want of the file. */
function buildAddon(repo: string): void {
  const source = join(repo, 'addon.c');
  writeFileSync(source, nativeSource);
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-o', join(repo, 'addon.node'), source], { stdio: 'ignore' });
  } catch {
    writeFileSync(join(repo, 'addon.node'), '');
  }
}

function writeHost(repo: string, files: Record<string, string>): void {
  const all = {
    'package.json': '{ "name": "attacked", "version": "1.0.0" }\n',
    'kit.js': kitSource,
    '.env': 'STAGE=1\n',
    'node_modules/victim/index.js': 'module.exports = 1;\n',
    'node_modules/victim/package.json': '{ "name": "victim", "version": "1.0.0" }\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(repo, path)), { recursive: true });
    writeFileSync(join(repo, path), text);
  }
}

/** Every file and link below with its mode and content; links are not followed. */
function fingerprint(folder: string, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const name = join(prefix, entry.name);
    const { mode } = lstatSync(join(folder, name));
    const content = entry.isFile() ? readFileSync(join(folder, name)) : '';
    found.set(name, createHash('sha256').update(`${mode} `).update(content).digest('hex'));
    if (entry.isDirectory()) for (const [path, hash] of fingerprint(folder, name)) found.set(path, hash);
  }
  return found;
}

/** Servers that write down what is sent to them. */
async function listen(dir: string, abstractSocket: string) {
  const heard: string[] = [];
  const hear = (socket: Socket): void => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined).on('close', () => heard.push(text));
    setTimeout(() => socket.destroy(), 100);
  };
  const servers: Server[] = [];
  const open = async (place: object): Promise<Server> => {
    const server = createServer(hear);
    servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject).listen(place, resolve);
    });
    return server;
  };
  const tcp = await open({ port: 0 });
  const address = tcp.address();
  const unixSocket = join(dir, 'daemon.sock');
  await open({ path: unixSocket });
  if (process.platform === 'linux') await open({ path: `\0${abstractSocket}` });
  const udp = createSocket('udp4').on('message', (message) => heard.push(message.toString('latin1')));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  return {
    heard,
    unixSocket,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    udpPort: udp.address().port,
    async close() {
      udp.close();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** Makes a host with these files besides the usual ones, and everything around it that an attack may aim at. */
export async function setStage(
  filesFor: (aimsOf: (mark: string) => Aims) => Record<string, string> = () => ({}),
): Promise<Stage> {
  const dir = tempFolder();
  const repo = join(dir, 'repo');
  const outside = join(dir, 'outside');
  mkdirSync(outside);
  mkdirSync(repo);
  execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: repo });
  writeHost(repo, {});
  buildAddon(repo);
  symlinkSync(outside, join(repo, 'way-out'));
  const fileSecret = secret();
  const environmentSecret = secret();
  const envFileSecret = secret();
  const proof = secret();
  const secretFile = join(outside, 'secret');
  writeFileSync(secretFile, fileSecret);
  writeFileSync(`${secretFile}.json`, JSON.stringify(fileSecret));
  writeFileSync(join(repo, '.env'), `TOKEN=${envFileSecret}\n`);
  process.env['HOSTILE_TOKEN'] = environmentSecret;
  const abstractSocket = `hostile-${randomBytes(6).toString('hex')}`;
  const servers = await listen(dir, abstractSocket);
  const bystanders = new Map<string, ChildProcess>();
  const startBystander = (mark: string): ChildProcess => {
    const options = {
      cwd: outside,
      detached: true,
      stdio: 'ignore',
      env: { TOKEN: environmentSecret },
    } as const;
    const bystander = spawn('/bin/sleep', ['900'], options);
    bystanders.set(mark, bystander);
    return bystander;
  };
  const isGone = ({ exitCode, signalCode }: ChildProcess): boolean =>
    exitCode !== null || signalCode !== null;
  let before = new Map<string, Map<string, string>>();
  const remember = (): void => {
    before = new Map([repo, outside].map((folder) => [folder, fingerprint(folder)]));
  };
  const watched = [
    homedir(),
    tmpdir(),
    outside,
    repo,
    join(repo, '.git/hooks'),
    join(repo, 'node_modules'),
    join(repo, '.nightshift'),
  ];

  const victimMode = 0o600;
  const modeOf = (file: string): number => lstatSync(file).mode & 0o777;
  const victimOf = (mark: string): string =>
    join(repo, 'victims', `${createHash('sha256').update(mark).digest('hex')}.js`);
  const makeVictim = (mark: string): string => {
    const file = victimOf(mark);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'exports.whole = true;\n', { mode: victimMode });
    return file;
  };

  const changed = (): string[] =>
    [...before].flatMap(([folder, old]) => {
      const now = fingerprint(folder);
      const names = new Set([...old.keys(), ...now.keys()]);
      return [...names].filter((name) => old.get(name) !== now.get(name)).map((name) => join(folder, name));
    });

  const aimsFor: Stage['aimsFor'] = (mark, { root, scratch }) => ({
    ...{ mark, repo, outside, secretFile, abstractSocket, proof },
    victim: makeVictim(mark),
    home: homedir(),
    temp: tmpdir(),
    hooks: join(repo, '.git/hooks'),
    modules: join(repo, 'node_modules'),
    port: servers.port,
    udpPort: servers.udpPort,
    unixSocket: servers.unixSocket,
    bystander: startBystander(mark).pid ?? 0,
    parent: process.pid,
    copy: root,
    scratch,
  });
  writeHost(
    repo,
    filesFor((mark) => aimsFor(mark, { root: '', scratch: '' })),
  );
  writeFileSync(join(repo, '.env'), `TOKEN=${envFileSecret}\n`);
  remember();

  return {
    dir: repo,
    changed,
    aimsFor,
    damageOf(mark, said) {
      const damage: Damage[] = [];
      const isMarked = (name: string): boolean => name.includes(mark);
      const listed = watched.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder));
      if (listed.some(isMarked)) damage.push('wrote outside');
      const isWhole = existsSync(victimOf(mark)) && modeOf(victimOf(mark)) === victimMode;
      const grown = [victimOf(mark), join(repo, '.git/config'), join(repo, 'node_modules/victim/index.js')];
      const isGrown = grown.some((file) => existsSync(file) && readFileSync(file, 'utf8').includes(mark));
      if (!isWhole || isGrown) damage.push('changed a file');
      if (servers.heard.some(isMarked)) damage.push('connected');
      if (processesUnder(mark).length > 0) damage.push('survived');
      const bystander = bystanders.get(mark);
      if (bystander && isGone(bystander)) damage.push('signalled a process');
      const secrets = [fileSecret, environmentSecret, envFileSecret, proof];
      if (secrets.some((each) => said.includes(each))) damage.push('told a secret');
      return damage;
    },
    mend() {
      for (const folder of watched.filter((each) => existsSync(each))) {
        const marked = readdirSync(folder).filter((name) => /mark-[0-9a-f]{12}/.test(name));
        for (const name of marked) rmSync(join(folder, name), { recursive: true, force: true });
      }
      writeHost(repo, {});
      writeFileSync(join(repo, '.env'), `TOKEN=${envFileSecret}\n`);
      remember();
    },
    async close() {
      Reflect.deleteProperty(process.env, 'HOSTILE_TOKEN');
      for (const bystander of bystanders.values()) bystander.kill('SIGKILL');
      await servers.close();
      if (existsSync(servers.unixSocket)) rmSync(servers.unixSocket);
    },
  };
}

/** A name for what one attack leaves behind. */
export const newMark = (): string => `mark-${randomBytes(6).toString('hex')}`;
