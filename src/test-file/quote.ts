/** Writes string literals in the host's quotes; pure. */
import type { TestConventions } from '../domain/host.js';

/** A string literal in the host's quotes. */
export function quote(text: string, conventions: Pick<TestConventions, 'quotes'>): string {
  const json = JSON.stringify(text)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  const wantsDouble =
    conventions.quotes === 'double' ? !text.includes('"') || text.includes("'") : isOnlySingle(text);
  if (wantsDouble) return json;
  return `'${json.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

const isOnlySingle = (text: string): boolean => text.includes("'") && !text.includes('"');
