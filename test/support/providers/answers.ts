/** Answers and dialects, one row each. */
import { completion, type Move } from '../scripted-server.js';
import { answered, content, fails, ok, type Row } from './row.js';

export const answerRows: Record<string, Row> = {
  // Answers.
  'a plain answer': { ...answered, moves: [ok()], requests: 1 },
  'an answer in parts': {
    ...answered,
    moves: [
      { send: { ...completion(''), choices: [{ message: { content: [{ type: 'text', text: content }] } }] } },
    ],
  },
  'an answer that is streamed though nobody asked for it': {
    ...answered,
    moves: [
      {
        headers: { 'content-type': 'text/event-stream' },
        send: [
          'data: {"choices":[{"delta":{"role":"assistant","content":"{\\"tests\\":"}}]}',
          'data: {"choices":[{"delta":{"content":" []}"},"finish_reason":"stop"}]}',
          'data: {"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20}}',
          'data: [DONE]',
        ].join('\n\n'),
      },
    ],
  },
  'an answer without counted tokens': { outcome: 'ok', charged: 'estimate', moves: [ok(null)] },
  'counts that are no numbers': {
    outcome: 'ok',
    charged: 'estimate',
    moves: [{ send: { ...completion(content), usage: { prompt_tokens: 'many', completion_tokens: -1 } } }],
  },
  'an answer cut off, which is asked for once more with a longer limit': {
    outcome: 'ok',
    charged: [200, 40],
    requests: 2,
    moves: [{ send: completion('{"te', undefined, 'length') }, ok()],
  },
  'reasoning that takes every limit': {
    outcome: 'unusable',
    message: /cut off after 4000 tokens before it began.*"outputTokens"/,
    charged: [200, 40],
    requests: 2,
    moves: [{ send: completion('', undefined, 'length') }],
  },
  'a refusal': {
    outcome: 'refused',
    message: /the model refused: I will not/,
    charged: [100, 20],
    moves: [
      { send: { ...completion(''), choices: [{ message: { content: null, refusal: 'I will not' } }] } },
    ],
  },
  'a filtered answer': {
    outcome: 'refused',
    message: /content filter held the answer back/,
    charged: [100, 20],
    moves: [{ send: completion('', undefined, 'content_filter') }],
  },
  'no choices': { outcome: 'ok', charged: [100, 20], moves: [{ send: { ...completion(''), choices: [] } }] },
  // Dialects.
  'max_tokens alone': {
    ...answered,
    requests: 2,
    moves: [fails(400, 'Unrecognized request argument supplied: max_completion_tokens'), ok()],
  },
  'max_completion_tokens alone': {
    ...answered,
    options: { dialect: { form: 'json_schema', limit: 'max_tokens', effort: true, system: true } },
    requests: 2,
    moves: [
      fails(
        400,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      ),
      ok(),
    ],
  },
  'json_object alone': {
    ...answered,
    requests: 2,
    moves: [
      fails(
        400,
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
      ),
      ok(),
    ],
  },
  'no response format at all': {
    ...answered,
    requests: 3,
    moves: [
      fails(400, 'response_format json_schema unavailable'),
      fails(400, "'response_format.type' must be 'text'"),
      ok(),
    ],
  },
  'a schema that Google does not take': {
    ...answered,
    requests: 2,
    moves: [
      {
        status: 400,
        send: [
          {
            error: {
              code: 400,
              message: 'Invalid JSON payload received. Unknown name "additionalProperties"',
              status: 'INVALID_ARGUMENT',
            },
          },
        ],
      },
      ok(),
    ],
  },
  '422 with the list of a validator': {
    ...answered,
    requests: 2,
    moves: [
      {
        status: 422,
        send: { detail: [{ loc: ['body', 'response_format'], msg: 'extra fields not permitted' }] },
      },
      ok(),
    ],
  },
  '422 without details': {
    ...answered,
    requests: 4,
    moves: [...Array<Move>(3).fill({ status: 422, send: '' }), ok()],
  },
  '400 without details, whatever is asked': {
    outcome: 'refused',
    message: /refused the request: status 400, no reason given/,
    charged: [0, 0],
    requests: 4,
    moves: [{ status: 400, send: {} }],
  },
  'an effort that the model does not know': {
    ...answered,
    options: { effort: 'low' },
    requests: 2,
    moves: [fails(400, "Unsupported parameter: 'reasoning_effort'"), ok()],
  },
  'a model without messages of the system': {
    ...answered,
    requests: 2,
    moves: [fails(400, 'Developer instruction is not enabled for models/gemma-3'), ok()],
  },
};
