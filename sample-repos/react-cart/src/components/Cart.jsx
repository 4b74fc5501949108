import { useCart } from '../hooks/useCart'
import { canCheckout } from '../state/selectors'
import { CartLine } from './CartLine'
import { CartSummary } from './CartSummary'
import { PromoForm } from './PromoForm'

export function Cart({ storage, promotions = [], onCheckout }) {
  const { cart, dispatch } = useCart(storage)
  if (cart.status === 'done') return <p>Thank you!</p>
  if (cart.items.length === 0 && cart.saved.length === 0) return <p>Your cart is empty.</p>
  return (
    <section aria-busy={cart.status === 'submitting'}>
      {cart.error && <p role="alert">{cart.error}</p>}
      <ul>
        {cart.items.map(item => (
          <CartLine key={`${item.id}/${item.variant || ''}`} item={item} dispatch={dispatch} />
        ))}
      </ul>
      {cart.saved.length > 0 && (
        <ul aria-label="saved for later">
          {cart.saved.map(item => (
            <li key={`${item.id}/${item.variant || ''}`}>
              <button type="button" onClick={() => dispatch({ type: 'item/restore', id: item.id, variant: item.variant })}>
                {item.name}
              </button>
            </li>
          ))}
        </ul>
      )}
      <PromoForm cart={cart} promotions={promotions} dispatch={dispatch} />
      <CartSummary cart={cart} />
      <button
        type="button"
        disabled={!canCheckout(cart)}
        onClick={() => {
          dispatch({ type: 'order/submit' })
          if (onCheckout) onCheckout(cart)
        }}
      >
        Order now
      </button>
    </section>
  )
}
