/** The map of the files: a rectangle for each, as large as the file, filled as far as it is covered. */
import { formatPercent, type FileRow } from '../../numbers.js';
import { attribute, html } from '../escape.js';
import { clip, share, short } from '../section.js';
import { layOut, type Rectangle } from './treemap.js';

/** Smaller rectangles could not be seen. */
const maxCells = 200;

export interface MappedFile extends FileRow {
  /** The id of the file's part of the page. */
  id: string;
}

const describe = ({ file, before, after }: MappedFile): string =>
  `${clip(file, 150)}: ${formatPercent(after.statements)} of ${after.statements.total} statements covered, before ${formatPercent(before.statements)}`;

/** The file's name and percentage where there is room for them. */
function label({ file, after }: MappedFile, { x, y, width, height }: Rectangle): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const letters = Math.floor((width - 20) / 7.4);
  if (letters < 4 || height < 34) return '';
  const shown = name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
  const hasPercent = height >= 54;
  const plate = `<rect class="plate" x="${short(x + 5)}" y="${short(y + 6)}" width="${short(Math.max(shown.length * 7.6, hasPercent ? 50 : 0) + 10)}" height="${hasPercent ? 40 : 22}" rx="4"/>`;
  const percent = hasPercent
    ? `<text class="small" aria-hidden="true" x="${short(x + 10)}" y="${short(y + 40)}">${formatPercent(after.statements)}</text>`
    : '';
  return `${plate}<text aria-hidden="true" x="${short(x + 10)}" y="${short(y + 22)}">${html(shown)}</text>${percent}`;
}

function cell(file: MappedFile, place: Rectangle): string {
  const { x, y, width, height } = place;
  const rectangle = (className: string, from: number, to: number): string => {
    const tall = (height * (to - from)) / 100;
    const top = y + height - (height * to) / 100;
    return tall <= 0
      ? ''
      : `<rect class="${className}" x="${short(x)}" y="${short(top)}" width="${short(width)}" height="${short(tall)}"/>`;
  };
  const [was, now] = [share(file.before.statements), share(file.after.statements)];
  const words = attribute(describe(file));
  return `<a href="#${file.id}"><title>${words}</title>${rectangle('cell', 0, 100)}${rectangle('was', 0, Math.min(was, now))}${rectangle('now', was, now)}${rectangle('frame', 0, 100)}${label(file, place)}</a>`;
}

function drawMap(files: readonly MappedFile[], frame: Rectangle, className: string): string {
  const items = files.map((file) => ({ file, weight: file.after.statements.total }));
  const places = layOut(items, frame);
  const cells = items.map(({ file }, index) => cell(file, places[index] ?? frame));
  return `<svg class="map ${className}" viewBox="0 0 ${frame.width} ${frame.height}" role="group" aria-label="Map of the files">${cells.join('')}</svg>`;
}

const pattern = `<svg class="defs" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="8" height="8"/><line class="hatch-line" y2="8"/></pattern></defs></svg>`;

const legend = `<ul class="legend"><li><i class="key-was"></i>covered before</li><li><i class="key-now"></i>covered now</li><li><i class="key-open"></i>not covered</li></ul>`;

/** The map in a form for wide screens and one for narrow ones, of which the style shows one. */
export function renderMap(files: readonly MappedFile[]): string {
  const sized = files
    .filter(({ after }) => after.statements.total > 0)
    .sort((a, b) => b.after.statements.total - a.after.statements.total)
    .slice(0, maxCells);
  if (sized.length === 0) return '';
  const wide = drawMap(sized, { x: 0, y: 0, width: 1080, height: 400 }, 'wide-map');
  const narrow = drawMap(sized, { x: 0, y: 0, width: 360, height: 460 }, 'narrow');
  return `<p>Each rectangle is a file, as large as its code. It is filled as far as tests run its statements.</p>\n${legend}\n${pattern}${wide}${narrow}\n`;
}
