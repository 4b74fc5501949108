/** Refusals, rushes, faults and broken connections, one row each. */
import { answered, fails, fault, now, ok, page, rush, type Row } from './row.js';

export const failureRows: Record<string, Row> = {
  // Refusals.
  'a wrong key': {
    outcome: 'unauthorised',
    message: /does not accept the key: Incorrect API key provided; check OPENAI_API_KEY/,
    charged: [0, 0],
    requests: 1,
    moves: [fails(401, 'Incorrect API key provided')],
  },
  'no key where one is wanted': {
    outcome: 'unauthorised',
    message: /OPENAI_API_KEY is not set/,
    charged: [0, 0],
    options: { key: '' },
    moves: [fails(401, "You didn't provide an API key")],
  },
  'a key that may not use the model': {
    outcome: 'unauthorised',
    message: /what it may use/,
    charged: [0, 0],
    moves: [fails(403, 'Project does not have access to the model')],
  },
  "Google's wrong key, which is a 400": {
    outcome: 'unauthorised',
    message: /API key not valid/,
    charged: [0, 0],
    requests: 1,
    moves: [
      {
        status: 400,
        send: [
          {
            error: {
              code: 400,
              message: 'API key not valid. Please pass a valid API key.',
              status: 'INVALID_ARGUMENT',
            },
          },
        ],
      },
    ],
  },
  'an unknown model': {
    outcome: 'unknown-model',
    message: /knows no model "test-model".*check --model and --base-url/,
    charged: [0, 0],
    requests: 1,
    moves: [fails(404, 'The model `test-model` does not exist', { code: 'model_not_found' })],
  },
  'a model that a local server has not pulled': {
    outcome: 'unknown-model',
    message: /not found, try pulling it first.*check --model/,
    charged: [0, 0],
    moves: [fails(404, 'model "test-model" not found, try pulling it first', { type: 'api_error' })],
  },
  'a used up quota, which is not asked again': {
    outcome: 'no-credit',
    message: /no credit left.*check the plan/,
    charged: [0, 0],
    requests: 1,
    moves: [
      { ...fails(429, 'You exceeded your current quota', { code: 'insufficient_quota' }), headers: now },
    ],
  },
  'no credits': {
    outcome: 'no-credit',
    message: /This request requires more credits/,
    charged: [0, 0],
    requests: 1,
    moves: [fails(402, 'This request requires more credits, or fewer max_tokens.', { code: 402 })],
  },
  'a credit balance that is too low, which is a 400': {
    outcome: 'no-credit',
    message: /credit balance is too low/,
    charged: [0, 0],
    requests: 1,
    moves: [
      fails(400, 'Your credit balance is too low to access the API.', { type: 'invalid_request_error' }),
    ],
  },
  'a prompt that is too long': {
    outcome: 'too-long',
    message: /cannot read a prompt of this length.*longer context/,
    charged: [0, 0],
    requests: 1,
    moves: [
      fails(400, "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens", {
        code: 'context_length_exceeded',
      }),
    ],
  },
  'a prompt that a content filter holds back': {
    outcome: 'refused',
    message: /by its content filter/,
    charged: [0, 0],
    requests: 1,
    moves: [
      fails(400, "The response was filtered due to Azure OpenAI's content management policy", {
        code: 'content_filter',
      }),
    ],
  },
  // Rushes and faults.
  'a short rush, which is waited out': { ...answered, requests: 2, moves: [rush, ok()] },
  'a rush that does not end': {
    outcome: 'rate-limited',
    message: /wants fewer requests: Rate limit reached; try again later/,
    charged: [0, 0],
    requests: 3,
    moves: [rush],
  },
  'a pause of an hour, which nobody waits for': {
    outcome: 'rate-limited',
    charged: [0, 0],
    requests: 1,
    moves: [{ ...rush, headers: { 'retry-after': '3600' } }],
  },
  'a pause until a date': {
    ...answered,
    requests: 2,
    moves: [{ ...rush, headers: { 'retry-after': new Date(0).toUTCString() } }, ok()],
  },
  'a fault that passes': {
    outcome: 'ok',
    charged: 'estimate',
    requests: 2,
    moves: [fault(503), ok({ prompt_tokens: 0, completion_tokens: 5 })],
  },
  'an overloaded server (529)': {
    outcome: 'server-error',
    message: /Overloaded; try again later/,
    charged: 'input',
    options: { retries: 0 },
    moves: [
      { status: 529, send: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } },
    ],
  },
  'a gateway that gives up waiting': {
    outcome: 'timeout',
    message: /took too long/,
    charged: 'in full',
    requests: 1,
    moves: [{ status: 504, send: '<html><head><title>504 Gateway Time-out</title></head></html>' }],
  },
  // Wrong at the root.
  'a web page in place of JSON': {
    outcome: 'unreachable',
    message:
      /answers with a web page \("Sign in"\); check --base-url \(most servers want it to end in \/v1\)/,
    charged: 'input',
    requests: 1,
    moves: [{ send: page, headers: { 'content-type': 'text/html' } }],
  },
  'a web page that says 404': {
    outcome: 'unreachable',
    message: /a web page.*status 404; check --base-url/,
    charged: [0, 0],
    moves: [{ send: page, status: 404 }],
  },
  'another address': {
    outcome: 'unreachable',
    message: /redirects to another address \(302\); check --base-url/,
    charged: [0, 0],
    requests: 1,
    moves: [{ send: '', status: 302, headers: { location: 'http://127.0.0.1:9/' } }],
  },
  'JSON of another protocol': {
    outcome: 'unreachable',
    message: /no chat completion: {"hello":"world"}; check --base-url/,
    charged: 'in full',
    moves: [{ send: { hello: 'world' } }],
  },
  'an empty body': {
    outcome: 'unreachable',
    message: /an empty answer/,
    charged: 'in full',
    moves: [{ send: '' }],
  },
  '200 with an error inside': {
    outcome: 'unknown-model',
    message: /knows no model/,
    charged: 'input',
    moves: [{ send: { error: { message: 'No endpoints found', code: 404 } } }],
  },
  '200 with an error inside the choice': {
    outcome: 'server-error',
    message: /Provider disconnected/,
    charged: 'input',
    options: { retries: 0 },
    moves: [
      {
        send: {
          choices: [{ error: { code: 502, message: 'Provider disconnected' }, message: { content: '' } }],
        },
      },
    ],
  },
  '200 with an error as a text': {
    outcome: 'refused',
    message: /refused the request: the queue is closed/,
    charged: 'input',
    moves: [{ send: { error: 'the queue is closed' } }],
  },
  // Connections.
  'a connection cut before the answer': {
    outcome: 'server-error',
    message: /broke off the connection.*try again later/,
    charged: 'in full',
    options: { retries: 0 },
    moves: [{ cut: 'before' }],
  },
  'a connection cut within the answer, twice': {
    outcome: 'server-error',
    charged: 'twice in full',
    requests: 2,
    options: { retries: 1 },
    moves: [{ cut: 'within' }],
  },
  silence: {
    outcome: 'timeout',
    message: /did not answer within 1 s; give it longer with "modelOptions": { "timeoutSeconds": N }/,
    charged: 'in full',
    requests: 1,
    options: { timeoutMs: 300 },
    moves: [{ stall: 'before' }],
  },
  'an answer that begins and does not go on': {
    outcome: 'timeout',
    charged: 'in full',
    options: { timeoutMs: 300 },
    moves: [{ stall: 'within' }],
  },
};
