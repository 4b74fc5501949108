let last = 0
let burst = 0

/** At most one page a minute, three in an emergency. Uses the clock of the machine. */
exports.mayPage = function (emergency) {
  const now = Date.now()
  if (now - last > 60000) {
    last = now
    burst = 1
    return true
  }
  if (emergency && burst < 3) {
    burst++
    return true
  }
  return false
}

exports.debounce = function (fn, ms) {
  let timer = null
  return function (...args) {
    clearTimeout(timer)
    timer = setTimeout(() => fn.apply(this, args), ms)
  }
}

/** Waits out the rest of the minute. */
exports.untilNextMinute = () => new Promise(resolve => setTimeout(resolve, 60000 - (Date.now() % 60000)))

/** Whom to page after so many unanswered minutes. */
exports.escalate = function (minutes, severity) {
  const steps = severity === 'critical' ? [0, 5, 15] : severity === 'major' ? [0, 15, 60] : [0, 60]
  let level = 0
  for (const step of steps) if (minutes >= step) level++
  if (minutes < 0) return 'nobody'
  return ['nobody', 'first line', 'second line', 'manager'][level]
}
