import { useCallback, useEffect, useReducer } from 'react'
import { cartReducer, initialCart } from '../state/cartReducer'

const KEY = 'cart.v3'

export function restore(json) {
  if (!json) return initialCart
  try {
    const data = JSON.parse(json)
    if (!data || !Array.isArray(data.items)) return initialCart
    // v2 carts had prices in euros
    if (data.version === 2) {
      data.items = data.items.map(({ price, ...item }) => ({ ...item, cents: Math.round(price * 100) }))
    }
    return { ...initialCart, ...data, status: 'open', error: null }
  } catch {
    return initialCart
  }
}

export function useCart(storage = window.localStorage) {
  const [cart, dispatch] = useReducer(cartReducer, undefined, () => restore(storage.getItem(KEY)))

  useEffect(() => {
    if (cart.status === 'done') storage.removeItem(KEY)
    else storage.setItem(KEY, JSON.stringify(cart))
  }, [cart, storage])

  const add = useCallback((product, quantity) => dispatch({ type: 'item/add', product, quantity }), [])
  const remove = useCallback(({ id, variant }) => dispatch({ type: 'item/remove', id, variant }), [])

  return { cart, dispatch, add, remove }
}
