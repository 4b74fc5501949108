// Counts the CPU of all that this process starts, also of what bubblewrap starts in namespaces of its own and nobody of ours
// waits for: by a control group of our own where one can be made, which counts nanoseconds; else by the kernel's ticks of
// those that live and those that were waited for, and then what bubblewrap itself takes is partly missed.
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TICK_MS = 10;

/** Where a control group for us could be: version 2, and the group of version 1 that counts CPU. */
function places() {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === '')
      return ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].map((top) => ({
        parent: join(top, path),
        file: 'cpu.stat',
        read: (text) => Number(/^usage_usec (\d+)/m.exec(text)?.[1]) / 1e3,
      }));
    if (!controllers?.split(',').includes('cpuacct')) return [];
    return [controllers, 'cpuacct'].map((name) => ({
      parent: join('/sys/fs/cgroup', name, path),
      file: 'cpuacct.usage',
      read: (text) => Number(text) / 1e6,
    }));
  });
}

/** Moves this process into a group of its own; null where that cannot be done or the group does not count. */
function joinGroup() {
  for (const { parent, file, read } of places()) {
    const folder = join(parent, `bench-sandbox-${process.pid}`);
    const move = (to) => writeFileSync(join(to, 'cgroup.procs'), String(process.pid));
    const leave = () => {
      try {
        move(parent);
        rmdirSync(folder);
      } catch {
        // Something is left in it, and goes with the machine.
      }
    };
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    try {
      move(folder);
      const usedMs = () => read(readFileSync(join(folder, file), 'utf8'));
      if (Number.isFinite(usedMs())) return { usedMs, leave };
    } catch {
      // The next place.
    }
    leave();
  }
  return null;
}

/** Ticks of the living below us and of the ended that were waited for. */
function familyMs() {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ').map(Number);
        return [
          {
            pid: Number(pid),
            parent: fields[1],
            own: fields[11] + fields[12],
            ended: fields[13] + fields[14],
          },
        ];
      } catch {
        return [];
      }
    });
  const mine = new Set([process.pid]);
  for (let grew = true; grew;) {
    const more = stats.filter(({ pid, parent }) => mine.has(parent) && !mine.has(pid));
    for (const { pid } of more) mine.add(pid);
    grew = more.length > 0;
  }
  const members = stats.filter(({ pid }) => mine.has(pid));
  return (
    members.reduce((sum, { pid, own, ended }) => sum + ended + (pid === process.pid ? 0 : own), 0) * TICK_MS
  );
}

/** `childMs()` is the CPU of everything below this process so far; `leave()` undoes what was set up. */
export function countCpu() {
  const group = joinGroup();
  if (group === null) return { isComplete: false, childMs: familyMs, leave: () => undefined };
  const ownMs = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  return { isComplete: true, childMs: () => group.usedMs() - ownMs(), leave: group.leave };
}
