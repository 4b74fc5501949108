const DAYS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa']

/** "every 2 weeks on mo,we until 2020-03-01" and "monthly on 31" and "daily x5". */
exports.parseRule = function (text) {
  const words = text.trim().toLowerCase().split(/\s+/)
  const rule = { unit: null, every: 1, on: null, until: null, count: null }
  const unitOf = word => ({ day: 'day', days: 'day', daily: 'day', week: 'week', weeks: 'week', weekly: 'week', month: 'month', months: 'month', monthly: 'month' })[word]
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === 'every') {
      if (/^\d+$/.test(words[i + 1])) rule.every = Number(words[++i])
      if (rule.every < 1) throw new Error('every 0 is never')
    } else if (unitOf(word)) {
      if (rule.unit) throw new Error('Two units in: ' + text)
      rule.unit = unitOf(word)
    } else if (word === 'on') {
      const list = (words[++i] || '').split(',')
      rule.on = list.map(entry => {
        const day = DAYS.indexOf(entry.slice(0, 2))
        if (day >= 0) return day
        const n = Number(entry)
        if (n >= 1 && n <= 31) return n
        throw new Error('Not a day: ' + entry)
      })
    } else if (word === 'until') {
      rule.until = Date.parse((words[++i] || '') + 'T00:00:00Z')
      if (Number.isNaN(rule.until)) throw new Error('until when?')
    } else if (/^x\d+$/.test(word)) {
      rule.count = Number(word.slice(1))
    } else {
      throw new Error('Unexpected "' + word + '"')
    }
  }
  if (!rule.unit) throw new Error('No unit in: ' + text)
  return rule
}

/** Days as ISO dates, lazily, endless without until or count. */
exports.occurrences = function* (ruleOrText, start) {
  const rule = typeof ruleOrText === 'string' ? exports.parseRule(ruleOrText) : ruleOrText
  const first = new Date(start + 'T00:00:00Z')
  let given = 0
  const allowed = d => (rule.until === null || d.getTime() <= rule.until) && (rule.count === null || given < rule.count)
  for (let step = 0; ; step += rule.every) {
    const candidates = []
    if (rule.unit === 'day') {
      candidates.push(new Date(first.getTime() + step * 86400000))
    } else if (rule.unit === 'week') {
      const monday = first.getTime() - ((first.getUTCDay() + 6) % 7) * 86400000 + step * 604800000
      for (const day of rule.on || [first.getUTCDay()]) candidates.push(new Date(monday + ((day + 6) % 7) * 86400000))
    } else {
      for (const day of rule.on || [first.getUTCDate()]) {
        const d = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + step, 1))
        const length = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate()
        // months without a 31st use their last day
        d.setUTCDate(Math.min(day, length))
        candidates.push(d)
      }
    }
    candidates.sort((a, b) => a - b)
    for (const d of candidates) {
      if (d < first) continue
      if (!allowed(d)) return
      given++
      yield d.toISOString().slice(0, 10)
    }
    if (step > 12000) return
  }
}

exports.isToday = function (rule, start) {
  const today = new Date().toISOString().slice(0, 10)
  for (const day of exports.occurrences(rule, start)) {
    if (day === today) return true
    if (day > today) return false
  }
  return false
}
