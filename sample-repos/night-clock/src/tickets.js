// numbers count up as long as the process lives

let counter = 0
const open = new Map()

exports.create = function (title, priority = 'normal') {
  if (!title) throw new Error('A ticket needs a title')
  counter += 1
  const id = 'T-' + String(counter).padStart(4, '0')
  open.set(id, { id, title, priority, at: Date.now(), notes: [] })
  return id
}

exports.note = function (id, text) {
  const ticket = open.get(id)
  if (!ticket) return false
  ticket.notes.push(text)
  if (ticket.notes.length >= 3 && ticket.priority === 'normal') ticket.priority = 'high'
  return ticket.notes.length
}

exports.close = function (id) {
  return open.delete(id)
}

exports.priority = id => (open.has(id) ? open.get(id).priority : null)

exports.openCount = () => open.size

/** Tickets that wait for longer than their priority allows. */
exports.overdue = function (now = Date.now()) {
  const hours = { low: 72, normal: 24, high: 4, urgent: 0.5 }
  return [...open.values()]
    .filter(t => now - t.at > (hours[t.priority] || 24) * 3600000)
    .map(t => t.id)
}

exports.reset = function () {
  counter = 0
  open.clear()
}
