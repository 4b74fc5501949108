/** Easter by the anonymous Gregorian method; day of March (32 is 1 April). */
function easterMarch(year) {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  return h + l - 7 * m + 22
}

const cache = new Map()

/** Names by ISO date. */
exports.ofYear = function (year) {
  if (!Number.isInteger(year) || year < 1583) throw new RangeError('Gregorian years only')
  if (cache.has(year)) return cache.get(year)
  const iso = march => new Date(Date.UTC(year, 2, march)).toISOString().slice(0, 10)
  const easter = easterMarch(year)
  const days = {
    [`${year}-01-01`]: 'New Year',
    [iso(easter - 2)]: 'Good Friday',
    [iso(easter + 1)]: 'Easter Monday',
    [`${year}-05-01`]: 'Labour Day',
    [iso(easter + 39)]: 'Ascension',
    [iso(easter + 50)]: 'Whit Monday',
    [`${year}-12-25`]: 'Christmas',
    [`${year}-12-26`]: 'Boxing Day'
  }
  if (year >= 1990) days[`${year}-10-03`] = 'Unity Day'
  if (year === 2017) days['2017-10-31'] = 'Reformation Day'
  cache.set(year, days)
  return days
}

exports.nameOf = date => exports.ofYear(Number(date.slice(0, 4)))[date] || null

exports.isHolidayToday = () => exports.nameOf(new Date().toISOString().slice(0, 10)) !== null

/** The rate of a day: 2.5 on Christmas, 2 on holidays, 1.5 on Sundays, 1.25 on Saturday. */
exports.rate = function (date) {
  const name = exports.nameOf(date)
  if (name === 'Christmas' || name === 'Boxing Day') return 2.5
  if (/-12-31$/.test(date)) return 1.75
  if (name) return 2
  const weekday = new Date(date + 'T00:00:00Z').getUTCDay()
  return weekday === 0 ? 1.5 : weekday === 6 ? 1.25 : 1
}
