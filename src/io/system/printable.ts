/** Makes texts safe to show: no character of theirs steers a terminal, reorders a line or ends it. */

/**
 * Controls, separators of lines, halves of characters, and marks that nobody sees, such as those that change the direction
 * of writing; but not the two that join letters and emoji.
 */
const steering = /[\p{Cc}\p{Cs}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/gu;

/** The text on one line, with steering characters spelled out: `\u202e`. */
export const printable = (text: string): string =>
  text
    .replace(/[\t\n\v\f\r]+/g, ' ')
    .replace(steering, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
