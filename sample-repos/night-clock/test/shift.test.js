const { parseTime, parseShift, formatTime } = require('../src/shift')

it('reads times', () => {
  expect(parseTime('22:30')).toBe(1350)
  expect(parseTime('6pm')).toBe(1080)
})

it('lets shifts pass midnight', () => {
  expect(parseShift('22:00-06:00')).toEqual({ start: 1320, end: 1800 })
})

it('formats times of the next day', () => {
  expect(formatTime(1800)).toBe('06:00')
})
