const { jitter, shuffle } = require('../src/lottery')

it('waits not much longer than asked', () => {
  expect(jitter(100)).toBeLessThan(135)
})

it('shuffles without losing anybody', () => {
  expect(shuffle(['Ann', 'Bob', 'Cem']).sort()).toEqual(['Ann', 'Bob', 'Cem'])
})
