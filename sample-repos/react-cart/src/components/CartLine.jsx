import { formatCents, itemTitle } from '../lib/formatters'
import { MAX_PER_ITEM } from '../state/cartReducer'

export function CartLine({ item, dispatch, currency = 'EUR' }) {
  const key = { id: item.id, variant: item.variant }
  const change = quantity => dispatch({ type: 'item/quantity', ...key, quantity })
  return (
    <li className={item.quantity >= MAX_PER_ITEM ? 'line line--max' : 'line'}>
      <span>{itemTitle(item)}</span>
      <button type="button" aria-label="less" onClick={() => change(item.quantity - 1)}>
        −
      </button>
      <output>{item.quantity}</output>
      <button
        type="button"
        aria-label="more"
        disabled={item.quantity >= MAX_PER_ITEM}
        onClick={() => change(item.quantity + 1)}
      >
        +
      </button>
      <b>{formatCents(item.cents * item.quantity, currency)}</b>
      {item.quantity > 1 && <small>{formatCents(item.cents, currency)} each</small>}
    </li>
  )
}
