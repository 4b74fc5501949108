/** A server on loopback that answers each request by a script, down to the bytes and the broken connection. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** What the server does with one request. */
export type Move =
  | { send: unknown; status?: number; headers?: Record<string, string> }
  /** The connection is cut, before the answer or in the middle of it. */
  | { cut: 'before' | 'within' }
  /** No answer, or one that begins and does not go on. */
  | { stall: 'before' | 'within' };

export interface ScriptedServer {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

/** Starts it; `script` is asked for each request, which it may look at. */
export async function startScriptedServer(
  script: (request: Received, index: number) => Move | Promise<Move>,
): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body };
      received.push(one);
      void Promise.resolve(script(one, received.length - 1)).then((move) => carryOut(move, response));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function carryOut(move: Move, response: ServerResponse): void {
  if ('cut' in move) {
    if (move.cut === 'before') response.destroy();
    else response.write('{"choices": [', () => response.destroy());
    return;
  }
  if ('stall' in move) {
    if (move.stall === 'within') response.write('{"choices": [');
    return;
  }
  const text = typeof move.send === 'string' ? move.send : JSON.stringify(move.send);
  response.writeHead(move.status ?? 200, { 'content-type': 'application/json', ...move.headers });
  response.end(text);
}

/** A completion with this content, as OpenAI's server words it. */
export const completion = (
  content: string,
  usage: { prompt_tokens: number; completion_tokens: number } | null = {
    prompt_tokens: 100,
    completion_tokens: 20,
  },
  finish = 'stop',
): Record<string, unknown> => ({
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
  ...(usage === null ? {} : { usage }),
});
