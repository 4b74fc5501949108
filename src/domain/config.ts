/** The settings of a pass after command line, environment, config file and defaults were merged. */
import type { AuthorName } from './candidate.js';

export const deliveryModes = ['branch', 'commit', 'patch', 'worktree', 'none'] as const;
export type DeliveryMode = (typeof deliveryModes)[number];

/** Prices for a million tokens, in US dollars. */
export interface ModelPrices {
  inputPerMillion: number;
  outputPerMillion: number;
}

/** How the model is asked; null leaves it to us or to the server. */
export interface ModelOptions {
  /** The limit of an answer, in tokens. */
  outputTokens: number | null;
  /** `reasoning_effort` of models that reason: `low`, `medium`, `high`, or what the server knows. */
  effort: string | null;
  /** How long one request may take. */
  timeoutSeconds: number | null;
  /** Sent with each request beside our own. */
  headers: Record<string, string>;
  /** Added to the address of each request. */
  query: Record<string, string>;
  /** Whether the model is asked for a better wording of the explorer's tests. */
  edits: boolean;
}

/** One of several jobs that share a pass; the index counts from 1. */
export interface Shard {
  index: number;
  count: number;
}

export interface Config {
  authors: AuthorName[];
  /** Null when the model author is off. The key is never part of a config; the client reads it from the environment. */
  model: { name: string; baseUrl: string | null } | null;
  /** The model's prices, of the config or of our own table; null when unknown, and then no cap on money can be enforced. */
  modelPrices: ModelPrices | null;
  modelOptions: ModelOptions;
  /** Globs relative to the host; empty means the default sources. */
  include: string[];
  exclude: string[];
  since: string | null;
  maxMinutes: number | null;
  maxTokens: number | null;
  maxUsd: number | null;
  /** The explorer's CPU seconds for one target; null scales with its size. */
  targetSeconds: number | null;
  deliver: DeliveryMode;
  /** Null means `nightshift/<current branch>`. */
  branch: string | null;
  /** Jest's configuration in place of the one that the repository's scripts name. */
  jestConfig: string | null;
  /** Display names of the Jest projects to work in; empty means all. */
  projects: string[];
  sandbox: 'auto' | 'full' | 'reduced' | 'none';
  seed: number;
  /** Null for everything. */
  shard: Shard | null;
}
