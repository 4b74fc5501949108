import { formatCents, formatCount } from '../lib/formatters'
import { includedTax, itemCount, missingForFreeShipping, totals } from '../state/selectors'

export function CartSummary({ cart }) {
  const sums = totals(cart)
  const missing = missingForFreeShipping(cart)
  return (
    <dl>
      <dt>{formatCount(itemCount(cart), 'item')}</dt>
      <dd>{formatCents(sums.subtotal)}</dd>
      {sums.discount > 0 && (
        <>
          <dt>{cart.promo.code}</dt>
          <dd>{formatCents(-sums.discount)}</dd>
        </>
      )}
      <dt>Shipping</dt>
      <dd>{sums.shipping === 0 ? 'free' : formatCents(sums.shipping)}</dd>
      {missing ? <dd role="note">Only {formatCents(missing)} to free shipping</dd> : null}
      <dt>Total</dt>
      <dd data-testid="total">{formatCents(sums.total)}</dd>
      {includedTax(cart).map(({ rate, cents }) => (
        <dd key={rate}>
          includes {formatCents(cents)} VAT ({rate}%)
        </dd>
      ))}
    </dl>
  )
}
