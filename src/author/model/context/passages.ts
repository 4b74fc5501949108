/** Finds the passages of a README that speak of certain names; pure. */

const longestPassage = 1200;
const mostPassages = 6;

/**
 * Paragraphs, list items and code blocks that hold one of the names as a word, each with the heading above it, in the order
 * of the text.
 */
export function passagesAbout(readme: string, names: readonly string[]): string[] {
  const words = names.filter((name) => name.length >= 3).map((name) => name.replaceAll(/[^\w]/g, '\\$&'));
  if (words.length === 0) return [];
  const wanted = new RegExp(`(?<![\\w$])(?:${words.join('|')})(?![\\w$])`);
  const found: string[] = [];
  let heading = '';
  let shownHeading = '';
  for (const block of blocksOf(readme)) {
    const title = /^#{1,6}\s+(.*)$/.exec(block)?.[1];
    if (title !== undefined && !block.includes('\n')) heading = block;
    if (!wanted.test(block) || block.length > longestPassage || block === heading) continue;
    const isNew = heading !== '' && heading !== shownHeading;
    found.push(isNew ? `${heading}\n\n${block}` : block);
    shownHeading = heading;
    if (found.length === mostPassages) break;
  }
  return found;
}

/** Parts of a text between blank lines; a fenced block is one part. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence = '';
  const end = (): void => {
    if (lines.length > 0) blocks.push(lines.join('\n'));
    lines = [];
  };
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1];
    const isHeading = fence === '' && /^#{1,6}\s/.test(line);
    if (fence === '' && (line.trim() === '' || isHeading)) end();
    if (line.trim() !== '' || fence !== '') lines.push(line);
    if (isHeading) end();
    if (mark !== undefined) fence = fence === '' ? mark : fence === mark ? '' : fence;
  }
  end();
  return blocks;
}
