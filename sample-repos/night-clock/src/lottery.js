/** A wait with some luck in it: base up to half as much again. */
exports.jitter = base => base + Math.random() * base * 0.5

exports.shuffle = function (items, random = Math.random) {
  const copy = items.slice()
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[copy[i], copy[j]] = [copy[j], copy[i]]
  }
  return copy
}

exports.token = () => Date.now().toString(36) + '-' + Math.random().toString(36).slice(2, 8)

/** Same name and day, same result: xorshift over a hash of both. */
exports.seeded = function (text) {
  let h = 2166136261
  for (const c of String(text)) {
    h ^= c.codePointAt(0)
    h = Math.imul(h, 16777619) >>> 0
  }
  return function next() {
    h ^= h << 13
    h >>>= 0
    h ^= h >>> 17
    h ^= h << 5
    h >>>= 0
    return h / 4294967296
  }
}

/** Draws by weight; people with weight zero never have to. */
exports.draw = function (weights, random = Math.random) {
  const entries = Object.entries(weights).filter(([, weight]) => weight > 0)
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  if (total === 0) return null
  let at = random() * total
  for (const [name, weight] of entries) {
    at -= weight
    if (at < 0) return name
  }
  return entries[entries.length - 1][0]
}
