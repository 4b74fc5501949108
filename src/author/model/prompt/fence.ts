/** Fences for what stands in a prompt as data. */

/** Fences are longer than any run of backticks inside, so that no text can close its own. */
export function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}\n${text}\n${mark}`;
}

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('"', "'").trim();

/** The beginning of a text that is too long, ended at a line. */
export function cutAtLine(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = text.lastIndexOf('\n', longest);
  return `${text.slice(0, end > longest / 2 ? end : longest)}\n…`;
}
