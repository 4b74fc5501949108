/** Text of a repository as HTML that says the same to every reader; nothing in it can become markup or reorder a line. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Characters that are not seen, or change the order in which others are seen (Boucher and Anderson, "Trojan Source", 2021): controls,
 * marks of direction, spaces without width, separators of lines, and halves of surrogate pairs.
 */
const unseen =
  /(?![\n\t])[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|\p{Cs}/gu;

const codePoint = (sign: string): string =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const replaceEntities = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** A text for an attribute: unseen characters are named in brackets. */
export const attribute = (text: string): string =>
  replaceEntities(text.replaceAll('\r\n', '\n').replace(unseen, (sign) => `[${codePoint(sign)}]`));

/** A text for the content of an element: unseen characters are named, and marked as what they are. */
export const html = (text: string): string =>
  replaceEntities(text.replaceAll('\r\n', '\n')).replace(
    unseen,
    (sign) => `<b class="unseen">${codePoint(sign)}</b>`,
  );

/** The same in one line. */
export const htmlLine = (text: string): string => html(text.replace(/\s+/g, ' ').trim());
