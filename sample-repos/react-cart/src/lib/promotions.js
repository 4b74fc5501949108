/**
 * Promotion codes. The text form is what marketing types into the back office:
 *   SUMMER = 15% off shoes, min 50.00
 *   THREE = buy 3 get 1 on book
 *   WELCOME = 5.00 off, exclusive
 */
export function parsePromotion(text) {
  const head = /^\s*([A-Z][A-Z0-9]{2,11})\s*=\s*(.+)$/.exec(text)
  if (!head) return { error: 'A promotion looks like CODE = rule' }
  const [rule, ...options] = head[2].split(',').map(part => part.trim())
  const promo = { code: head[1], exclusive: false, min: 0 }
  for (const option of options) {
    const min = /^min (\d+(?:\.\d\d)?)$/.exec(option)
    if (min) promo.min = Math.round(Number(min[1]) * 100)
    else if (option === 'exclusive') promo.exclusive = true
    else return { error: `Unknown option: ${option}` }
  }
  const percent = /^(\d{1,3})% off(?: (\w+))?$/.exec(rule)
  if (percent) {
    if (Number(percent[1]) > 100) return { error: 'More than 100%' }
    return { ...promo, kind: 'percent', percent: Number(percent[1]), tag: percent[2] || null }
  }
  const fixed = /^(\d+(?:\.\d\d)?) off$/.exec(rule)
  if (fixed) return { ...promo, kind: 'fixed', cents: Math.round(Number(fixed[1]) * 100) }
  const bundle = /^buy (\d+) get (\d+)(?: on (\w+))?$/.exec(rule)
  if (bundle) {
    const [, buy, free, tag = null] = bundle
    if (Number(buy) === 0 || Number(free) === 0) return { error: 'Nothing to buy or to get' }
    return { ...promo, kind: 'bundle', buy: Number(buy), free: Number(free), tag }
  }
  return { error: `Unknown rule: ${rule}` }
}

/** Cents off. Bundles give away the cheapest pieces. */
export function discountFor(items, promo) {
  if (!promo) return 0
  const total = items.reduce((sum, item) => sum + item.cents * item.quantity, 0)
  if (promo.min && total < promo.min) return 0
  const hit = promo.tag ? items.filter(item => (item.tags || []).includes(promo.tag)) : items
  switch (promo.kind) {
    case 'percent':
      return Math.round((hit.reduce((sum, item) => sum + item.cents * item.quantity, 0) * promo.percent) / 100)
    case 'fixed':
      return Math.min(promo.cents, total)
    case 'bundle': {
      const prices = []
      for (const item of hit) for (let i = 0; i < item.quantity; i++) prices.push(item.cents)
      prices.sort((a, b) => b - a)
      let off = 0
      const size = promo.buy + promo.free
      for (let start = 0; start + size <= prices.length; start += size) {
        off += prices.slice(start + promo.buy, start + size).reduce((sum, cents) => sum + cents, 0)
      }
      return off
    }
    default:
      return 0
  }
}

/** Why a code does not count right now, or null when it does. */
export function promoProblem(items, promo, today) {
  if (promo.error) return promo.error
  if (promo.from && today < promo.from) return `${promo.code} starts on ${promo.from}`
  if (promo.until && today > promo.until) return `${promo.code} ended on ${promo.until}`
  const total = items.reduce((sum, item) => sum + item.cents * item.quantity, 0)
  if (total < promo.min) return `${promo.code} needs ${((promo.min - total) / 100).toFixed(2)} more`
  if (discountFor(items, promo) === 0) return `${promo.code} fits nothing in your cart`
  return null
}
