/** Prices of well-known models, as their vendors published it; the config's `modelPrices` overrides it. */
import type { ModelPrices } from '../domain/config.js';

/** Looked up last in November 2025. US dollars for a million tokens of input and of output, by the beginning of the model's name; longer names first. */
const table: readonly (readonly [name: string, input: number, output: number])[] = [
  ['gpt-4o-mini', 0.15, 0.6],
  ['gpt-4o', 2.5, 10],
  ['gpt-4.1-nano', 0.1, 0.4],
  ['gpt-4.1-mini', 0.4, 1.6],
  ['gpt-4.1', 2, 8],
  ['gpt-5-nano', 0.05, 0.4],
  ['gpt-5-mini', 0.25, 2],
  ['gpt-5-pro', 15, 120],
  ['gpt-5', 1.25, 10],
  ['o3-mini', 1.1, 4.4],
  ['o3-pro', 20, 80],
  ['o3', 2, 8],
  ['o4-mini', 1.1, 4.4],
  ['claude-3-5-haiku', 0.8, 4],
  ['claude-3-7-sonnet', 3, 15],
  ['claude-haiku-4-5', 1, 5],
  ['claude-opus-4-5', 5, 25],
  ['claude-opus-4', 15, 75],
  ['claude-sonnet-4', 3, 15],
  ['gemini-2.0-flash', 0.1, 0.4],
  ['gemini-2.5-flash-lite', 0.1, 0.4],
  ['gemini-2.5-flash', 0.3, 2.5],
  // The price of long prompts, which is the higher one.
  ['gemini-2.5-pro', 2.5, 15],
];

const vendors = [
  'api.openai.com',
  '.openai.azure.com',
  '.cognitiveservices.azure.com',
  'api.anthropic.com',
  'generativelanguage.googleapis.com',
  'openrouter.ai',
];

/** A version or a date after the name of the table: `gpt-4o-2024-08-06`, `claude-haiku-4-5-20251001`, `-latest`. */
const version = /^(?:-(?:\d{4}-?\d{2}-?\d{2}|latest|preview|\d{1,3}))*$/;

/**
 * The prices of a model at its own vendor, or null when they are not known. A server of somebody else has its own prices.
 *
 * @param baseUrl null for OpenAI's own address
 */
export function knownPrices(model: string, baseUrl: string | null): ModelPrices | null {
  const host = baseUrl === null ? 'api.openai.com' : new URL(baseUrl).hostname;
  if (!vendors.some((vendor) => (vendor.startsWith('.') ? host.endsWith(vendor) : host === vendor)))
    return null;
  const name = (model.split('/').at(-1) ?? model).replaceAll(/(?<=claude.*\d)\.(?=\d)/g, '-');
  const row = [...table]
    .sort(([a], [b]) => b.length - a.length)
    .find(([known]) => name.startsWith(known) && version.test(name.slice(known.length)));
  return row === undefined ? null : { inputPerMillion: row[1], outputPerMillion: row[2] };
}
