/** Makes texts safe to show: no character of theirs steers a terminal, reorders a line or ends it. */

/** Controls of both sets, marks that change the direction of writing, separators of lines, and halves of characters. */
// eslint-disable-next-line no-control-regex -- they are what this is about
const steering = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** The text on one line, with steering characters spelled out: `\u202e`. */
export const printable = (text: string): string =>
  text
    .replace(/[\t\n\v\f\r]+/g, ' ')
    .replace(steering, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
