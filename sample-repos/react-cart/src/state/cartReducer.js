export const MAX_PER_ITEM = 10

export const initialCart = {
  items: [],
  promo: null,
  shipping: 'standard',
  country: 'DE',
  note: '',
  saved: [],
  status: 'open',
  error: null,
}

function clamp(quantity, stock) {
  const most = Math.min(MAX_PER_ITEM, stock === undefined ? MAX_PER_ITEM : stock)
  return Math.max(0, Math.min(most, Math.floor(quantity)))
}

const same = (a, b) => a.id === b.id && (a.variant || null) === (b.variant || null)

function changeItem(items, key, change) {
  return items.map(item => (same(item, key) ? { ...item, ...change(item) } : item))
}

/**
 * @param {typeof initialCart} state
 * @param {{type: string}} action
 */
export function cartReducer(state = initialCart, action) {
  if (state.status === 'submitting' && !action.type.startsWith('order/')) {
    return state
  }

  switch (action.type) {
    case 'item/add': {
      const { product, quantity = 1, variant = null } = action
      if (product.soldOut) {
        return { ...state, error: `${product.name} is sold out` }
      }
      const key = { id: product.id, variant }
      const known = state.items.find(item => same(item, key))
      if (known) {
        const wanted = known.quantity + quantity
        const next = clamp(wanted, product.stock)
        return {
          ...state,
          items: changeItem(state.items, key, () => ({ quantity: next })),
          error: next < wanted ? `Only ${next} of ${product.name} available` : null,
        }
      }
      const next = clamp(quantity, product.stock)
      if (next === 0) return state
      return {
        ...state,
        error: null,
        items: [
          ...state.items,
          {
            id: product.id,
            variant,
            name: product.name,
            cents: product.salePrice ?? product.price,
            quantity: next,
            tags: product.tags || [],
            grams: product.grams || 0,
          },
        ],
      }
    }

    case 'item/quantity': {
      const quantity = clamp(action.quantity, action.stock)
      if (quantity === 0) {
        return cartReducer(state, { type: 'item/remove', id: action.id, variant: action.variant })
      }
      return { ...state, items: changeItem(state.items, action, () => ({ quantity })) }
    }

    case 'item/remove':
      return { ...state, error: null, items: state.items.filter(item => !same(item, action)) }

    case 'item/saveForLater': {
      const item = state.items.find(one => same(one, action))
      if (!item) return state
      return {
        ...state,
        items: state.items.filter(one => one !== item),
        saved: [item, ...state.saved.filter(one => !same(one, item))].slice(0, 20),
      }
    }

    case 'item/restore': {
      const item = state.saved.find(one => same(one, action))
      if (!item) return state
      const saved = state.saved.filter(one => one !== item)
      if (state.items.some(one => same(one, item))) {
        return {
          ...state,
          saved,
          items: changeItem(state.items, item, one => ({ quantity: clamp(one.quantity + item.quantity) })),
        }
      }
      return { ...state, saved, items: [...state.items, item] }
    }

    case 'promo/apply':
      if (state.promo && state.promo.exclusive) {
        return { ...state, error: `${state.promo.code} cannot be combined` }
      }
      return { ...state, promo: action.promo, error: null }

    case 'promo/remove':
      return state.promo === null ? state : { ...state, promo: null }

    case 'shipping/select':
      if (!['standard', 'express', 'pickup'].includes(action.method)) return state
      if (action.method === 'pickup' && state.country !== 'DE') {
        return { ...state, error: 'Pickup is only possible in Germany' }
      }
      return { ...state, shipping: action.method, error: null }

    case 'country/select':
      return {
        ...state,
        country: action.country,
        shipping: state.shipping === 'pickup' && action.country !== 'DE' ? 'standard' : state.shipping,
      }

    case 'note/change':
      return { ...state, note: action.note.slice(0, 200) }

    case 'order/submit':
      if (state.items.length === 0) return { ...state, error: 'Your cart is empty' }
      return { ...state, status: 'submitting', error: null }

    case 'order/succeeded':
      return { ...initialCart, saved: state.saved, country: state.country, status: 'done' }

    case 'order/failed':
      return { ...state, status: 'open', error: action.message || 'Please try again' }

    case 'cart/merge': {
      // after login: what the server has plus what the guest had, the higher quantity wins
      let items = state.items
      for (const theirs of action.items) {
        const ours = items.find(one => same(one, theirs))
        items = ours
          ? changeItem(items, theirs, () => ({ quantity: Math.max(ours.quantity, theirs.quantity) }))
          : [...items, theirs]
      }
      return { ...state, items }
    }

    default:
      return state
  }
}
