import { fireEvent, render, screen } from '@testing-library/react'
import { CartLine } from '../components/CartLine'

const mug = { id: 7, name: 'Mug', variant: 'blue', cents: 1250, quantity: 2, tags: [] }

test('shows name, quantity and price', () => {
  render(<CartLine item={mug} dispatch={() => {}} />)
  expect(screen.getByText('Mug (blue)')).toBeTruthy()
  expect(screen.getByText('25,00 €')).toBeTruthy()
})

test('asks for one more', () => {
  const dispatch = jest.fn()
  render(<CartLine item={mug} dispatch={dispatch} />)
  fireEvent.click(screen.getByLabelText('more'))
  expect(dispatch).toHaveBeenCalledWith({ type: 'item/quantity', id: 7, variant: 'blue', quantity: 3 })
})
