/** A server on loopback that speaks the OpenAI chat protocol and answers by a function of the prompt. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedRequest {
  /** All messages of the conversation, one after the other. */
  prompt: string;
  headers: Record<string, string | string[] | undefined>;
}

/** The assistant's message, or an HTTP failure. */
export type ServedAnswer = string | { status: number; message: string };

export interface ModelServer {
  baseUrl: string;
  requests: ServedRequest[];
  close(): Promise<void>;
}

const readBody = (chunks: Buffer[]): { messages: { content: string }[] } =>
  JSON.parse(Buffer.concat(chunks).toString()) as { messages: { content: string }[] };

export async function startModelServer(answer: (prompt: string) => ServedAnswer): Promise<ModelServer> {
  const requests: ServedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const prompt = readBody(chunks)
        .messages.map(({ content }) => content)
        .join('\n\n');
      requests.push({ prompt, headers: request.headers });
      const content = answer(prompt);
      const isFailure = typeof content !== 'string';
      response.writeHead(isFailure ? content.status : 200, { 'content-type': 'application/json' });
      const message = { role: 'assistant', content, refusal: null };
      const body = isFailure
        ? { error: { message: content.message, type: 'invalid_request_error' } }
        : {
            id: 'chatcmpl-1',
            object: 'chat.completion',
            created: 1,
            model: 'test-model',
            choices: [{ index: 0, message, finish_reason: 'stop', logprobs: null }],
            usage: { prompt_tokens: 1200, completion_tokens: 150, total_tokens: 1350 },
          };
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
