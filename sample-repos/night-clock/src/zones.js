/** Offset of this machine as +02:00. */
exports.localOffset = function (date = new Date()) {
  return exports.formatOffset(-date.getTimezoneOffset())
}

exports.formatOffset = function (minutes) {
  if (minutes === 0) return 'Z'
  const abs = Math.abs(minutes)
  return (minutes < 0 ? '-' : '+') + String(Math.floor(abs / 60)).padStart(2, '0') + ':' + String(abs % 60).padStart(2, '0')
}

exports.parseOffset = function (text) {
  if (/^(z|utc|gmt)$/i.test(text)) return 0
  const m = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(text)
  if (!m) return null
  const minutes = Number(m[2]) * 60 + Number(m[3] || 0)
  if (minutes > 14 * 60 || Number(m[3] || 0) > 59) return null
  return m[1] === '-' ? 0 - minutes : minutes
}

/** Last Sunday of a month as day of the month. */
function lastSunday(year, month) {
  const last = new Date(Date.UTC(year, month, 0))
  return last.getUTCDate() - last.getUTCDay()
}

/** Whether Central Europe has summer time at this moment (UTC milliseconds), rules since 1996. */
exports.isSummer = function (time) {
  const d = new Date(time)
  const year = d.getUTCFullYear()
  if (year < 1996) {
    // the end was in September back then
    if (year < 1980) return false
    return time >= Date.UTC(year, 2, lastSunday(year, 3), 1) && time < Date.UTC(year, 8, lastSunday(year, 9), 1)
  }
  return time >= Date.UTC(year, 2, lastSunday(year, 3), 1) && time < Date.UTC(year, 9, lastSunday(year, 10), 1)
}

/** Real length in minutes of a night shift that starts on this day in Central Europe. */
exports.nightLength = function (year, month, day) {
  const from = Date.UTC(year, month - 1, day, 21)
  const before = exports.isSummer(from)
  const after = exports.isSummer(from + 8 * 3600000)
  if (before === after) return 480
  return before ? 540 : 420
}

/** Start of the local day; differs by the machine's zone. */
exports.startOfDay = function (time = Date.now()) {
  const d = new Date(time)
  d.setHours(0, 0, 0, 0)
  return d.getTime()
}
