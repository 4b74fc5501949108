const IRREGULAR = { person: 'people', child: 'children', mouse: 'mice', goose: 'geese', index: 'indices', datum: 'data' }
const SAME = new Set(['sheep', 'fish', 'series', 'news', 'software'])

function matchCase(model, word) {
  if (model === model.toUpperCase() && model.length > 1) return word.toUpperCase()
  return model[0] === model[0].toUpperCase() ? word[0].toUpperCase() + word.slice(1) : word
}

export function plural(word, count) {
  if (count === 1 || word === '') return word
  const lower = word.toLowerCase()
  if (SAME.has(lower)) return word
  if (Object.hasOwn(IRREGULAR, lower)) return matchCase(word, IRREGULAR[lower])
  if (/[^aeiou]y$/.test(lower)) return matchCase(word, lower.slice(0, -1) + 'ies')
  if (/(s|x|z|ch|sh)$/.test(lower)) return matchCase(word, lower + 'es')
  if (/(?:[lr]|ea|oa)f$/.test(lower) && lower !== 'chef') return matchCase(word, lower.slice(0, -1) + 'ves')
  return matchCase(word, lower + 's')
}

/** camelCase, PascalCase, snake_case, kebab-case and HTTPServer2 come apart into words. */
export function* split(text) {
  const pattern = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g
  for (const [word] of text.matchAll(pattern)) yield word
}

export const camel = (text) => [...split(text)].map((w, i) => (i === 0 ? w.toLowerCase() : w[0].toUpperCase() + w.slice(1).toLowerCase())).join('')
export const snake = (text) => [...split(text)].map((w) => w.toLowerCase()).join('_')
export const kebab = (text) => snake(text).replaceAll('_', '-')

/** Edit distance with swaps of neighbours; Infinity once it passes `limit`. */
export function distance(a, b, limit = Infinity) {
  if (Math.abs(a.length - b.length) > limit) return Infinity
  let older = []
  let old = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1)
    }
    if (Math.min(...row) > limit) return Infinity
    older = old
    old = row
  }
  return old[b.length]
}

export function suggest(word, known) {
  const ranked = known
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase(), 3) }))
    .filter(({ far }) => far <= Math.max(1, Math.floor(word.length / 3)))
    .sort((x, y) => x.far - y.far || (x.candidate < y.candidate ? -1 : 1))
  return ranked.length === 0 ? null : ranked[0].candidate
}

const SMALL = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

export default function spell(n) {
  if (!Number.isInteger(n)) throw new TypeError('spell needs an integer')
  if (n < 0) return 'minus ' + spell(-n)
  return SMALL[n] ?? String(n).replace(/\B(?=(\d{3})+$)/g, ',')
}
