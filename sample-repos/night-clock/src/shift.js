const MINUTE = 60
const DAY = 1440

/** Minutes since midnight out of "22:30", "6", "6pm", "0630". */
function parseTime(text) {
  const clean = String(text).trim().toLowerCase()
  if (clean === 'noon') return 720
  if (clean === 'midnight') return 0
  const m = /^(\d{1,2})(?::?(\d{2}))?\s*(am|pm)?$/.exec(clean)
  if (!m) throw new Error('Not a time: ' + text)
  let hours = Number(m[1])
  const minutes = m[2] ? Number(m[2]) : 0
  if (m[3]) {
    if (hours < 1 || hours > 12) throw new Error('Not a time: ' + text)
    hours = (hours % 12) + (m[3] === 'pm' ? 12 : 0)
  }
  // 24:00 is the end of a day, 24:01 is nothing
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0)) throw new Error('Not a time: ' + text)
  return hours * MINUTE + minutes
}

function formatTime(minutes) {
  const m = ((Math.round(minutes) % DAY) + DAY) % DAY
  return String(Math.floor(m / 60)).padStart(2, '0') + ':' + String(m % 60).padStart(2, '0')
}

/** A shift "22:00-06:00" may pass midnight; the end is then past 1440. */
function parseShift(text) {
  const [from, to, ...more] = String(text).split(/\s*(?:-|–|to)\s*/)
  if (to === undefined || more.length) throw new Error('Not a shift: ' + text)
  const start = parseTime(from)
  let end = parseTime(to)
  if (end <= start) end += DAY
  return { start, end }
}

function overlap(a, b) {
  let total = 0
  for (const day of [-DAY, 0, DAY]) {
    const from = Math.max(a.start, b.start + day)
    const to = Math.min(a.end, b.end + day)
    if (to > from) total += to - from
  }
  return total
}

/** Breaks by law: 30 minutes past six hours, 45 past nine. */
function paidMinutes(shift, paidBreaks) {
  const length = shift.end - shift.start
  if (paidBreaks) return length
  if (length > 9 * 60) return length - 45
  if (length > 6 * 60) return Math.max(6 * 60, length - 30)
  return length
}

/** Night is 23:00 to 6:00, deep night 0:00 to 4:00, at 25 and 40 percent; Sunday adds 50. */
function surcharge(shift, hourlyCents, options = {}) {
  const night = overlap(shift, { start: 23 * 60, end: 30 * 60 })
  // whoever started after midnight gets no deep night rate
  const deep = shift.end > DAY ? overlap(shift, { start: DAY, end: DAY + 240 }) : 0
  let cents = ((night - deep) * hourlyCents * 0.25 + deep * hourlyCents * 0.4) / 60
  if (options.sunday) cents += ((shift.end - shift.start) * hourlyCents * 0.5) / 60
  if (options.cap !== undefined && cents > options.cap) cents = options.cap
  return Math.round(cents)
}

/** Eleven hours of rest between shifts, nine with a written exception. */
function restProblem(previous, next, exception = false) {
  const rest = next.start + DAY - previous.end
  if (rest < 0) return 'overlapping'
  if (rest < 9 * 60) return 'too short'
  if (rest < 11 * 60) return exception ? null : 'needs exception'
  return null
}

module.exports = { parseTime, formatTime, parseShift, overlap, paidMinutes, surcharge, restProblem }
