const GERMAN = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', '&': ' und ' }
const DANISH = { æ: 'ae', ø: 'oe', å: 'aa', '&': ' og ' }
const COMMON = { '&': ' and ', '@': ' at ', '€': ' euro ', '%': ' percent ', ł: 'l', đ: 'd' }
const MAPS = { de: GERMAN, da: DANISH, no: DANISH, en: {} }

const RESERVED = new Set(['index', 'admin', 'new', 'edit'])

export default function slugify(text, { locale = 'de', separator = '-', max = 80, allowReserved = false } = {}) {
  if (typeof text !== 'string') throw new TypeError('slugify needs a string')
  if (!/^[-_.~]?$/.test(separator)) throw new RangeError(`Bad separator: ${separator}`)
  const map = { ...COMMON, ...(MAPS[locale] ?? MAPS.en) }
  let out = ''
  for (const char of text.normalize('NFC').toLowerCase()) out += map[char] ?? char
  out = out
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
  // cut at a word, unless the first word alone is too long
  let slug = out[0].slice(0, max)
  for (const word of out.slice(1)) {
    if (slug.length + separator.length + word.length > max) break
    slug += separator + word
  }
  if (slug === '') return 'n' + separator + 'a'
  return RESERVED.has(slug) && !allowReserved ? `${slug}${separator}1` : slug
}

/** Slugs that do not repeat: intro, intro-2, intro-3. */
export function uniqueSlugger(options) {
  const taken = new Map()
  return (text) => {
    const base = slugify(text, options)
    const n = (taken.get(base) ?? 0) + 1
    taken.set(base, n)
    if (n === 1) return base
    const candidate = `${base}-${n}`
    if (taken.has(candidate)) {
      taken.set(candidate, taken.get(candidate) + 1)
      return `${candidate}-${taken.get(candidate)}`
    }
    taken.set(candidate, 1)
    return candidate
  }
}
