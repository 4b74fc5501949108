/** Creates or updates a pull request over GitHub's REST API. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { NightshiftError } from '../../domain/errors.js';
import type { PullRequestText } from '../../report/pull-request.js';

export interface PullRequestPlace {
  /** `https://api.github.com`, or that of an enterprise server. */
  api: string;
  token: string;
  /** `owner/name`. */
  repository: string;
  /** The branch with the tests. */
  head: string;
  /** The branch that they are for. */
  base: string;
}

export interface PullRequest {
  number: number;
  url: string;
  isNew: boolean;
}

const pullSchema = z.object({ number: z.number().int(), html_url: z.string() });
const timeoutMs = 30_000;
const attempts = 3;

interface ApiCall {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: Record<string, string>;
}

async function send({ api, token }: PullRequestPlace, { method, path, body }: ApiCall): Promise<Response> {
  return fetch(`${api}${path}`, {
    method,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
      'user-agent': 'nightshift',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const remedies: Readonly<Record<number, string>> = {
  401: 'Give the action a token: `token: ${{ github.token }}`.',
  403: 'Give the job `permissions: { contents: write, pull-requests: write }`, and allow GitHub Actions to create pull requests in the settings of the repository (Actions, General).',
  404: 'Check that the token may read the repository.',
};

/** A server that is overloaded may answer another time. */
class Overload extends NightshiftError {}

/** The answer as JSON. */
async function call(place: PullRequestPlace, request: ApiCall): Promise<unknown> {
  const response = await send(place, request).catch((cause: unknown) => {
    throw new NightshiftError('host', `${place.api} cannot be reached`, { cause });
  });
  if (response.ok) return response.json();
  const text = (await response.text()).slice(0, 500);
  const message = `${request.method} ${request.path} was answered with ${response.status}: ${text}`;
  if (response.status >= 500) throw new Overload('host', message);
  const remedy = remedies[response.status];
  throw new NightshiftError('host', message, remedy === undefined ? {} : { remedy });
}

/** The open pull request from `head` to `base` gets the texts; where there is none, one is made. An overloaded server is asked again. */
export async function putPullRequest(place: PullRequestPlace, text: PullRequestText): Promise<PullRequest> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Looked for each time: a server may make the pull request and still answer with an error.
      return await findAndPut(place, text);
    } catch (error) {
      if (!(error instanceof Overload) || attempt === attempts) throw error;
      await sleep(1000 * attempt);
    }
  }
}

async function findAndPut(place: PullRequestPlace, { title, body }: PullRequestText): Promise<PullRequest> {
  const { repository, head, base } = place;
  const owner = repository.split('/')[0] ?? '';
  const query = new URLSearchParams({ state: 'open', head: `${owner}:${head}`, base });
  const pulls = `/repos/${repository}/pulls`;
  const open = z
    .array(pullSchema)
    .parse(await call(place, { method: 'GET', path: `${pulls}?${query.toString()}` }));
  const [known] = open;
  const answer =
    known === undefined
      ? await call(place, { method: 'POST', path: pulls, body: { title, body, head, base } })
      : await call(place, { method: 'PATCH', path: `${pulls}/${known.number}`, body: { title, body } });
  const { number, html_url: url } = pullSchema.parse(answer);
  return { number, url, isNew: known === undefined };
}
