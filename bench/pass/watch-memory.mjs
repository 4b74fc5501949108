// The memory of a process and of everything below it, sampled from /proc (Linux only; 0 elsewhere).
import { readdirSync, readFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';

function parents() {
  const pairs = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
      pairs.push([Number(pid), Number(fields[1])]);
    } catch {
      // It has ended.
    }
  }
  return pairs;
}

function familyOf(root) {
  const pairs = parents();
  const members = new Set([root]);
  for (let grew = true; grew;) {
    const more = pairs.filter(([pid, parent]) => members.has(parent) && !members.has(pid));
    for (const [pid] of more) members.add(pid);
    grew = more.length > 0;
  }
  return [...members];
}

/** KiB; a page that several processes share is counted once in all. */
function memoryOf(pid) {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Follows the family of `pid`; `stop()` returns its peak in MiB. */
export function watchMemory(pid, everyMs = 500) {
  let peakKib = 0;
  const sample = () => {
    const kib = familyOf(pid).reduce((sum, member) => sum + memoryOf(member), 0);
    peakKib = Math.max(peakKib, kib);
  };
  const timer = process.platform === 'linux' ? setInterval(sample, everyMs) : undefined;
  return {
    stop() {
      clearInterval(timer);
      return Math.round(peakKib / 1024);
    },
  };
}
