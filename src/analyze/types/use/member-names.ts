/** Methods of the language that only values of one type have. */

/** The words of a text. */
export const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
export const stringMethods = words(
  'charAt charCodeAt codePointAt endsWith localeCompare match matchAll normalize padEnd padStart repeat replace ' +
    'replaceAll search split startsWith substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase ' +
    'trim trimEnd trimLeft trimRight trimStart',
);
export const arrayMethods = words(
  'copyWithin every fill filter find findIndex findLast findLastIndex flat flatMap forEach join map pop push reduce ' +
    'reduceRight reverse shift some sort splice unshift',
);
/** Of texts and lists alike. */
export const sequenceMembers = words('at concat includes indexOf lastIndexOf length slice');
export const numberMethods = words('toExponential toFixed toPrecision');
export const dateMethods = words(
  'getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds getMilliseconds toISOString ' +
    'toUTCString toGMTString toDateString toTimeString toLocaleDateString toLocaleTimeString getUTCMinutes getUTCSeconds ' +
    'getUTCMilliseconds getUTCFullYear getUTCMonth getUTCDate getUTCDay getUTCHours getTimezoneOffset setDate setMonth ' +
    'setHours setMinutes setSeconds setMilliseconds setFullYear setTime setUTCDate setUTCMonth setUTCHours',
);
export const functionMembers = words('apply call bind');
/** Of all values. */
export const commonMembers = words('toString valueOf hasOwnProperty constructor toLocaleString prototype');
