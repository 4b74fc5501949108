exports.greet = function (name, date = new Date()) {
  const hour = date.getHours()
  if (hour < 5) return `Still awake, ${name}?`
  if (hour < 11) return `Good morning, ${name}`
  if (hour < 18) return `Hello, ${name}`
  return hour < 22 ? `Good evening, ${name}` : `Good night, ${name}`
}

exports.stamp = function (date) {
  return (date || new Date()).toLocaleString()
}

exports.money = function (amount) {
  return amount.toLocaleString(undefined, { style: 'currency', currency: 'EUR' })
}

/** "5 minutes ago", "in 2 hours", "yesterday"; `now` defaults to the clock. */
exports.relative = function (time, now = Date.now()) {
  const seconds = Math.round((time - now) / 1000)
  const abs = Math.abs(seconds)
  if (abs < 45) return 'just now'
  const [n, unit] =
    abs < 2700 ? [Math.round(abs / 60), 'minute']
    : abs < 79200 ? [Math.round(abs / 3600), 'hour']
    : abs < 2592000 ? [Math.round(abs / 86400), 'day']
    : [Math.round(abs / 2592000), 'month']
  if (unit === 'day' && n === 1) return seconds < 0 ? 'yesterday' : 'tomorrow'
  const text = `${n} ${unit}${n === 1 ? '' : 's'}`
  return seconds < 0 ? `${text} ago` : `in ${text}`
}
