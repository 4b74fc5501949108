/** The socket on which a daemon says how it is. It listens to nothing: whoever connects gets the status and is hung up on. */
import { lstat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { statusSchema, type DaemonStatus } from './status-board.js';

const timeoutMs = 5000;
const maxAnswerBytes = 1024 * 1024;

export interface StatusServer {
  close: () => Promise<void>;
}

/** Answers on a socket in a folder that is this user's alone, or on a named pipe where there are no sockets in folders. */
export function serveStatus(place: string, read: () => DaemonStatus): Promise<StatusServer> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(`${JSON.stringify(read())}\n`);
    // Does not wait for the other side, which would keep the server from closing.
    socket.destroySoon();
  });
  // The daemon ends when its work does, whoever may be connected.
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(place, () =>
      resolve({ close: () => new Promise((done) => void server.close(() => done())) }),
    );
  });
}

/** Where the status of a daemon is asked for, given a folder of its own. */
export const socketIn = (folder: string): string =>
  process.platform === 'win32' ? `\\\\.\\pipe\\${path.basename(folder)}` : path.join(folder, 'status');

/** The status of the daemon behind a socket; null when nobody answers as a daemon does. */
export async function askStatus(place: string): Promise<DaemonStatus | null> {
  if (process.platform !== 'win32') {
    const stats = await lstat(place).catch(() => null);
    const isOurs =
      stats?.isSocket() === true && (process.getuid === undefined || stats.uid === process.getuid());
    if (!isOurs) return null;
  }
  try {
    return statusSchema.parse(JSON.parse(await receive(place)));
  } catch {
    return null;
  }
}

function receive(place: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(place);
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > maxAnswerBytes) socket.destroy(new Error('too long an answer'));
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}
