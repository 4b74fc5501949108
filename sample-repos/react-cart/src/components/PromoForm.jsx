import { useState } from 'react'
import { promoProblem } from '../lib/promotions'

export function PromoForm({ cart, promotions, dispatch, today = new Date().toISOString().slice(0, 10) }) {
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState(null)

  function submit(event) {
    event.preventDefault()
    const promo = promotions.find(one => one.code === code.trim().toUpperCase())
    if (!promo) {
      setProblem('We do not know this code')
      return
    }
    const why = promoProblem(cart.items, promo, today)
    setProblem(why)
    if (why === null) {
      dispatch({ type: 'promo/apply', promo })
      setCode('')
    }
  }

  if (cart.promo) {
    return (
      <p>
        {cart.promo.code}{' '}
        <button type="button" onClick={() => dispatch({ type: 'promo/remove' })}>
          remove
        </button>
      </p>
    )
  }
  return (
    <form onSubmit={submit}>
      <label>
        Code <input value={code} onChange={event => setCode(event.target.value)} />
      </label>
      <button type="submit" disabled={code.trim() === ''}>
        Apply
      </button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  )
}
