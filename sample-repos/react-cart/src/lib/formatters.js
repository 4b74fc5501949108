const CURRENCIES = {
  EUR: { symbol: '€', decimals: 2, after: true },
  USD: { symbol: '$', decimals: 2, after: false },
  CHF: { symbol: 'CHF ', decimals: 2, after: false, step: 5 },
  JPY: { symbol: '¥', decimals: 0, after: false },
}

// no Intl: the kiosk browsers in the stores are from 2014
export function formatCents(cents, currency = 'EUR') {
  const rule = CURRENCIES[currency]
  if (!rule) throw new RangeError('Unknown currency ' + currency)
  if (cents === null || cents === undefined || Number.isNaN(cents)) return '–'
  let amount = Math.abs(Math.round(cents))
  if (rule.step) amount = Math.round(amount / rule.step) * rule.step
  const whole = rule.decimals ? Math.floor(amount / 100) : amount
  const german = currency === 'EUR'
  let text = String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, german ? '.' : currency === 'CHF' ? '’' : ',')
  if (rule.decimals) text += (german ? ',' : '.') + String(amount % 100).padStart(2, '0')
  text = rule.after ? `${text} ${rule.symbol}` : `${rule.symbol}${text}`
  return cents < 0 && amount !== 0 ? '-' + text : text
}

export function formatWeight(grams) {
  if (grams < 1000) return `${grams} g`
  const kilos = grams / 1000
  return `${kilos >= 10 ? Math.round(kilos) : kilos.toFixed(1).replace('.', ',')} kg`
}

export function formatCount(n, one, many = one + 's') {
  if (n === 0) return 'no ' + many
  return n === 1 ? 'one ' + one : `${n} ${many}`
}

export function itemTitle(item) {
  const title = item.name.length > 40 ? item.name.slice(0, 39).trimEnd() + '…' : item.name
  return item.variant ? `${title} (${item.variant})` : title
}

export function deliveryText(shipping, weekday, hour) {
  if (shipping === 'pickup') return hour < 18 && weekday < 6 ? 'ready in two hours' : 'ready on the next working day'
  const cutoff = shipping === 'express' ? 16 : 12
  const late = hour >= cutoff ? 1 : 0
  let day = weekday + late + (shipping === 'express' ? 1 : 3)
  // nothing moves on Sundays
  if (day >= 7) day += 1
  const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
  return `arrives on ${names[day % 7]}`
}
