const tickets = require('../src/tickets')

describe('tickets', () => {
  it('numbers the first ticket', () => {
    expect(tickets.create('Lamp is broken')).toBe('T-0001')
  })

  it('numbers the second ticket and keeps both open', () => {
    expect(tickets.create('Door squeaks')).toBe('T-0002')
    expect(tickets.openCount()).toBe(2)
  })
})
