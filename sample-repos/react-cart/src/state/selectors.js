import { discountFor } from '../lib/promotions'

const FREE_SHIPPING_FROM = { DE: 4900, AT: 7900, CH: 12000 }
const REDUCED_TAG = 'book'

export const itemCount = state => state.items.reduce((n, item) => n + item.quantity, 0)

export const subtotal = state => state.items.reduce((sum, item) => sum + item.cents * item.quantity, 0)

export function weight(state) {
  return state.items.reduce((sum, item) => sum + (item.grams || 0) * item.quantity, 0)
}

export function shippingCost(state) {
  if (state.items.length === 0 || state.shipping === 'pickup') return 0
  if (state.items.every(item => (item.tags || []).includes('download'))) return 0
  const free = FREE_SHIPPING_FROM[state.country]
  const heavy = Math.max(0, Math.ceil((weight(state) - 10000) / 5000)) * 250
  if (state.shipping === 'express') {
    return (state.country === 'DE' ? 990 : 1990) + heavy
  }
  if (free !== undefined && subtotal(state) - discountFor(state.items, state.promo) >= free) {
    return heavy
  }
  switch (state.country) {
    case 'DE':
      return 390 + heavy
    case 'AT':
    case 'CH':
      return 790 + heavy
    default:
      return 1490 + heavy
  }
}

/** What is missing for free shipping; null where there is none. */
export function missingForFreeShipping(state) {
  const free = FREE_SHIPPING_FROM[state.country]
  if (free === undefined || state.shipping !== 'standard') return null
  const missing = free - (subtotal(state) - discountFor(state.items, state.promo))
  return missing > 0 ? missing : 0
}

/** Prices include VAT; this says how much of it there is, by rate. */
export function includedTax(state) {
  const rates = state.country === 'AT' ? { full: 20, reduced: 10 } : state.country === 'CH' ? { full: 7.7, reduced: 2.5 } : { full: 19, reduced: 7 }
  const gross = {}
  for (const item of state.items) {
    const rate = (item.tags || []).includes(REDUCED_TAG) ? rates.reduced : rates.full
    gross[rate] = (gross[rate] || 0) + item.cents * item.quantity
  }
  const total = subtotal(state)
  const discount = discountFor(state.items, state.promo)
  return Object.entries(gross)
    .map(([rate, cents]) => {
      const net = total === 0 ? 0 : cents - (discount * cents) / total
      return { rate: Number(rate), cents: Math.round((net * Number(rate)) / (100 + Number(rate))) }
    })
    .sort((a, b) => b.rate - a.rate)
}

export function totals(state) {
  const sub = subtotal(state)
  const discount = discountFor(state.items, state.promo)
  const shipping = shippingCost(state)
  return { subtotal: sub, discount, shipping, total: Math.max(0, sub - discount) + shipping }
}

export function canCheckout(state) {
  return state.status === 'open' && state.items.length > 0 && totals(state).total >= 100
}
