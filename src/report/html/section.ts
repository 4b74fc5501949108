/** Small pieces of the page that several sections use. */
import type { Count } from '../../domain/coverage.js';

/** `2026-11-28 21:18 UTC` */
export const formatTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** A section with its heading; `id` and `title` are ours, `body` is HTML. */
export const section = (id: string, title: string, body: string): string =>
  `<section id="${id}" aria-labelledby="${id}-title" tabindex="-1"><h2 id="${id}-title">${title}</h2>\n${body}</section>\n`;

/** A number of at most one decimal, as short as it can be. */
export const short = (value: number): string => String(Math.round(value * 10) / 10);

/** A percentage of a count for drawing; 0 where there is nothing to cover. */
export const share = ({ covered, total }: Count): number => (total === 0 ? 0 : (100 * covered) / total);

/** A bar that shows what was covered before and what is now. Says nothing to a screen reader: the numbers stand beside it. */
export function bar(before: Count, after: Count): string {
  const [was, now] = [share(before), share(after)];
  return `<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="now" width="${short(now)}" height="8"/><rect class="was" width="${short(Math.min(was, now))}" height="8"/></svg>`;
}

/** Grants room on the page until it is used up, so that the page stays small whatever the repository holds. */
export interface Allowance {
  /** Whether there is room for this HTML, which then counts. */
  take: (html: string) => boolean;
}

/** Room for so many bytes. */
export function createAllowance(bytes: number): Allowance {
  let left = bytes;
  return {
    take: (html) => {
      const size = Buffer.byteLength(html);
      if (size > left) return false;
      left -= size;
      return true;
    },
  };
}

/** A text of at most so many characters. */
export const clip = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max)}…`;
