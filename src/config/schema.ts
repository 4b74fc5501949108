/** Which settings exist, what values they take, and how each is called in a file, a flag and a message. */
import { z } from 'zod';
import { deliveryModes, type Shard } from '../domain/config.js';

const list = z.array(z.string().min(1));
const texts = z.record(z.string().regex(/^[\w.-]+$/), z.string().regex(/^[^\r\n]*$/));
const baseUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
});
/** Rejects the names that `git check-ref-format --branch` rejects, as far as one expression can. */
const branch = z.string().regex(/^(?![-/.])(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock$|[/.]$))[^\s~^:?*[\\\p{Cc}]+$/u);

const isShard = ({ index, count }: Shard): boolean => index >= 1 && index <= count;

/** `2/4` as a shard. */
export function readShard(text: string): Shard {
  const [index = 0, count = 0] = text.split('/').map(Number);
  return { index, count };
}

/** Config files: the keys are the long options of `run` in camelCase; null stands for "not set". */
export const fileSchema = z.strictObject({
  author: z
    .array(z.enum(['explorer', 'model']))
    .min(1)
    .optional(),
  model: z.string().min(1).nullable().optional(),
  baseUrl: baseUrl.nullable().optional(),
  modelPrices: z
    .strictObject({ inputPerMillion: z.number().nonnegative(), outputPerMillion: z.number().nonnegative() })
    .nullable()
    .optional(),
  modelOptions: z
    .strictObject({
      outputTokens: z.number().int().min(1000).optional(),
      effort: z.string().min(1).optional(),
      timeoutSeconds: z.number().positive().max(3600).optional(),
      headers: texts.optional(),
      query: texts.optional(),
      edits: z.boolean().optional(),
    })
    .nullable()
    .optional(),
  include: list.optional(),
  exclude: list.optional(),
  since: z
    .string()
    .regex(/^[^-\s]\S*$/)
    .nullable()
    .optional(),
  maxMinutes: z.number().positive().nullable().optional(),
  maxTokens: z.number().int().nonnegative().nullable().optional(),
  maxUsd: z.number().nonnegative().nullable().optional(),
  targetSeconds: z.number().positive().nullable().optional(),
  deliver: z.enum(deliveryModes).optional(),
  branch: branch.nullable().optional(),
  jestConfig: z.string().min(1).nullable().optional(),
  project: list.optional(),
  sandbox: z.enum(['auto', 'full', 'reduced', 'none']).optional(),
  seed: z.number().int().optional(),
  shard: z
    .string()
    .regex(/^\d{1,4}\/\d{1,4}$/)
    .refine((text) => isShard(readShard(text)))
    .nullable()
    .optional(),
});

export type Settings = z.infer<typeof fileSchema>;
export type SettingKey = keyof Settings;

/** The expected value of each setting, in words for a user. */
export const expectations: Readonly<Record<SettingKey, string>> = {
  author: 'explorer, model, or both',
  model: 'the name of a model',
  baseUrl: 'an http or https address without a user name or password',
  modelPrices: 'an object with inputPerMillion and outputPerMillion, in dollars for a million tokens',
  modelOptions:
    'an object with any of outputTokens (1000 or more), effort, timeoutSeconds (up to 3600), headers, query and edits (true or false)',
  include: 'a list of globs',
  exclude: 'a list of globs',
  since: 'a git revision',
  maxMinutes: 'a number above 0',
  maxTokens: 'a whole number, 0 or more',
  maxUsd: 'a number, 0 or more',
  targetSeconds: 'a number above 0',
  deliver: `one of ${deliveryModes.join(', ')}`,
  branch: 'a valid branch name',
  jestConfig: 'the path of a configuration of Jest',
  project: 'a list of display names of Jest projects',
  sandbox: 'one of auto, full, reduced',
  seed: 'a whole number',
  shard: 'I/N with I from 1 to N',
};

export const settingKeys = Object.keys(expectations) as SettingKey[];

const listKeys: ReadonlySet<string> = new Set<SettingKey>(['author', 'include', 'exclude', 'project']);
const numberKeys: ReadonlySet<string> = new Set<SettingKey>([
  'maxMinutes',
  'maxTokens',
  'maxUsd',
  'targetSeconds',
  'seed',
]);

/** `maxMinutes` as it is typed on a command line: `--max-minutes`. */
export const flagName = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Turns the texts of a command line into the values a config file would hold; texts that do not convert are passed
 * on, so that the schema refuses them with the text in its message.
 */
export function fromText(key: string, value: unknown): unknown {
  if (key === 'author' && typeof value === 'string') return value.split(',').map((name) => name.trim());
  if (listKeys.has(key) && typeof value === 'string') return [value];
  if (numberKeys.has(key) && typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    return Number.isFinite(number) ? number : value;
  }
  return value;
}
