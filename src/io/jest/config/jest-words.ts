/** Makes what Jest wrote to standard error fit for the user: no stack, no empty lines, the paths of the host itself. */
import { stripVTControlCharacters } from 'node:util';

const stackLine = /^\s+at .*(?::\d+:\d+\)?|\(native\)|<anonymous>\)?)$/;
const rulerLine = /^\s*\^+\s*$/;

/** The first `lines` lines that say something; `copy` is the box's copy of the host, `root` the host. */
export function jestWords(text: string, place: { copy: string; root: string }, lines: number): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim() !== '' && !stackLine.test(line) && !rulerLine.test(line))
    .slice(0, lines)
    .map((line) => line.replaceAll(place.copy, place.root))
    .join('\n');
}
