/** Values that a person would choose, by the name of what they are for. */

const textsByName: [RegExp, string[]][] = [
  [/^(?:e-?mail)$/, ['ada@example.com']],
  [/^(?:url|uri|href|link|website|origin)$/, ['https://example.com/docs']],
  [/^(?:host|hostname|domain)$/, ['example.com']],
  [/^(?:file|filename|path|filepath)$/, ['docs/notes.txt']],
  [/^(?:dir|folder|directory)$/, ['docs']],
  [/^(?:(first|last|full|user|display)?name|who|author|customer|person|user)$/, ['Ada']],
  [/^(?:city|town)$/, ['Paris']],
  [/^(?:street)$/, ['1 Main Street']],
  [/^(?:postcode|postalcode|zip|zipcode)$/, ['10115']],
  [/^(?:country)$/, ['FR', 'DE', 'US', 'JP', 'XX']],
  [/^(?:currency)$/, ['EUR', 'USD']],
  [/^(?:locale|lang|language)$/, ['en', 'en-US']],
  [/^(?:timezone|tz|zone)$/, ['UTC']],
  [/^(?:phone|tel)$/, ['+1 555 0100']],
  [/^(?:colou?r)$/, ['red', '#336699']],
  [/^(?:date|day|iso|today|due|until|since|deadline)$/, ['2024-03-15', '2024-12-25']],
  [/^(?:time|timestamp)$/, ['2024-03-15T10:30:00Z', '10:30']],
  [/^(?:version)$/, ['1.2.3']],
  [/^(?:separator|delimiter|glue|sep)$/, [',', '-']],
  [/^(?:char|letter|ch|c)$/, ['a', 'x']],
  [/^(?:prefix|suffix)$/, ['pre']],
  [/^(?:json)$/, ['{"a":1}']],
  [/^(?:html|markup)$/, ['<p>text</p>']],
  [/^(?:sentence|text|str|string|input|content|body|value|source|s|message|msg)$/, ['hello', 'hello world']],
  [/^(?:word|w)$/, ['apple']],
];

const numbersByName: [RegExp, number[]][] = [
  [/^(?:y|year)$/, [2024, 2023]],
  [/^(?:m|month|mo)$/, [3, 2]],
  [/^(?:d|day)$/, [15, 1]],
  [/^(?:hours?)$/, [10, 1]],
  [/^(?:minutes?|mins?)$/, [30, 1]],
  [/^(?:seconds?|secs?)$/, [45, 1]],
  [/^(?:ms|millis|milliseconds|timeout|delay|ttl|interval)$/, [1000, 100, 10]],
  [/^(?:timestamp|now)$/, [1000]],
  [/^(?:percent|percentage|discount|rate)$/, [10, 5]],
  [/^(?:cents|price|amount|total|cost|net|gross|balance|fee)$/, [100, 50, 10]],
  [/^(?:grams|weight|mass)$/, [500, 100]],
  [/^(?:quantity|qty|count)$/, [2, 1, 3]],
  [/^(?:index|idx|at|offset|pos|position|start|from|i)$/, [1, 0]],
  [/^(?:width|w)$/, [20, 4]],
  [/^(?:height|h)$/, [10, 3]],
  [/^(?:length|depth|len)$/, [30, 5]],
  [/^(?:port)$/, [8080]],
  [/^(?:age)$/, [30]],
  [/^(?:status|statuscode)$/, [200, 404]],
];

const plainTexts = ['apple', 'abc'];
const plainNumbers = [2, 3, 4, 5, 1, 10, 20, 50, 100, 150, 200, 250, 300, 400, 500, 1000];
const below = [-1, -2, -3, -5, -10, -20, -100];

/** The words of a name, split at capitals and signs: `orderId` is `order` and `id`. */
const partsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part.length > 0);

/** The last word of a name says what it is: `maxGrams` are grams. */
export const nounOf = (name: string): string => partsOf(name).at(-1) ?? '';

/** Texts that everybody uses for something of this name. */
export const fittingTexts = (name: string): string[] =>
  textsByName.find(([pattern]) => pattern.test(nounOf(name)))?.[1] ?? [];

/** Texts for something of this name, the most fitting first. */
export function textsFor(name: string): string[] {
  const parts = partsOf(name);
  const isId = ['id', 'key', 'sku', 'code', 'ref', 'number', 'no', 'token'].includes(parts.at(-1) ?? '');
  const fitting = fittingTexts(name);
  const own =
    parts.find(
      (part) => part.length > 3 && !/^(?:number|array|list|item|items|element|value|values)$/.test(part),
    ) ?? '';
  const called = isId
    ? [`${own === '' ? (parts.at(-1) ?? 'id').slice(0, 3) : own}-1`]
    : own === ''
      ? []
      : [own];
  return [...fitting, ...(fitting.length > 0 ? [] : called), ...plainTexts];
}

/** Numbers for something whose name says that it is one. */
export const numbersByNameOnly = (name: string): number[] =>
  numbersByName.find(([pattern]) => pattern.test(nounOf(name)))?.[1] ?? [];

/** Numbers for something of this name. `turn` makes the values of several such things differ. */
export function numbersFor(name: string, turn: number): number[] {
  const fitting = numbersByNameOnly(name);
  const start = turn % 4;
  return [
    ...fitting,
    ...plainNumbers.slice(start, 4),
    ...plainNumbers.slice(0, start),
    ...plainNumbers.slice(4),
    ...below,
  ];
}
