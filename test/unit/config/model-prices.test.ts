import { knownPrices } from '../../../src/config/model-prices.js';

test.each([
  ['gpt-4o-mini', null, 0.15],
  ['gpt-4o-2024-08-06', null, 2.5],
  ['gpt-4.1', 'https://api.openai.com/v1', 2],
  ['gpt-5-mini', 'https://team.openai.azure.com/openai/deployments/x', 0.25],
  ['claude-haiku-4-5-20251001', 'https://api.anthropic.com/v1', 1],
  ['anthropic/claude-haiku-4.5', 'https://openrouter.ai/api/v1', 1],
  ['gemini-2.5-flash-lite', 'https://generativelanguage.googleapis.com/v1beta/openai', 0.1],
])('%s at %s is known', (model, baseUrl, input) => {
  expect(knownPrices(model, baseUrl)?.inputPerMillion).toBe(input);
});

test.each([
  ['a model of another family', 'gpt-4o-audio', null],
  ['a model that nobody priced', 'gpt-9', null],
  ['a known name at a server of somebody else', 'gpt-4o', 'http://localhost:8080/v1'],
  ['a host that only looks like the vendor', 'gpt-4o', 'https://api.openai.com.example.org/v1'],
])('%s has no known price', (_name, model, baseUrl) => {
  expect(knownPrices(model, baseUrl)).toBeNull();
});
