import { openEndpoint } from '../../../../../src/author/model/server/endpoint.js';

const urlOf = (baseUrl: string | null): string => openEndpoint({ model: 'gpt-4o', baseUrl, key: 'k' }).url;

test.each([
  [null, 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/v1/', 'https://api.openai.com/v1/chat/completions'],
  ['http://localhost:11434', 'http://localhost:11434/v1/chat/completions'],
  ['http://localhost:1234/v1', 'http://localhost:1234/v1/chat/completions'],
  ['https://api.anthropic.com', 'https://api.anthropic.com/v1/chat/completions'],
  [
    'https://generativelanguage.googleapis.com',
    'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
  ],
  ['https://openrouter.ai', 'https://openrouter.ai/api/v1/chat/completions'],
  ['https://gateway.test/llm/chat/completions?x=1', 'https://gateway.test/llm/chat/completions?x=1'],
  [
    'https://team.openai.azure.com',
    'https://team.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
  ],
  [
    'https://team.openai.azure.com/openai/deployments/own?api-version=2025-01-01',
    'https://team.openai.azure.com/openai/deployments/own/chat/completions?api-version=2025-01-01',
  ],
  ['https://team.openai.azure.com/openai/v1', 'https://team.openai.azure.com/openai/v1/chat/completions'],
])('%s leads to %s', (baseUrl, url) => {
  expect(urlOf(baseUrl)).toBe(url);
});

test('Azure gets its key in a header of its own, and a server without a key gets none', () => {
  const azure = openEndpoint({ model: 'm', baseUrl: 'https://team.openai.azure.com', key: 'k' });
  expect(azure.headers).toMatchObject({ 'api-key': 'k' });
  expect(azure.headers).not.toHaveProperty('authorization');
  expect(openEndpoint({ model: 'm', baseUrl: 'http://localhost:1', key: '' }).headers).not.toHaveProperty(
    'authorization',
  );
});

test('the name for users holds no query, which may hold a key', () => {
  expect(openEndpoint({ model: 'm', baseUrl: 'https://x.test/v1?key=secret', key: '' }).name).toBe(
    'https://x.test/v1',
  );
});
