const { parseShift, restProblem } = require('./shift')

const memo = {}
let computed = 0

/** How many ways there are to fill n nights with pairs and singles; memoised for the whole process. */
function fillings(n) {
  if (n < 0) return 0
  if (n <= 1) return 1
  if (memo[n] !== undefined) return memo[n]
  computed++
  memo[n] = fillings(n - 1) + (n - 1) * fillings(n - 2)
  return memo[n]
}

function cacheInfo() {
  return { size: Object.keys(memo).length, computed }
}

let turn = 0

/** Round robin. The next call goes on where the last one stopped, whoever asked. */
function nextOnCall(people, absent = []) {
  const present = people.filter(p => !absent.includes(p))
  if (present.length === 0) return null
  for (let i = 0; i < people.length; i++) {
    const person = people[turn++ % people.length]
    if (!absent.includes(person)) return person
  }
  return present[0]
}

/**
 * Deals nights to people: fair by count, nobody two nights in a row, wishes first.
 * @param {string[]} people
 * @param {number} nights
 * @param {Object<string, number[]>} [wishes] nights people want off
 */
function deal(people, nights, wishes = {}) {
  if (people.length === 0) throw new Error('Nobody there')
  const counts = Object.fromEntries(people.map(p => [p, 0]))
  const result = []
  for (let night = 0; night < nights; night++) {
    const last = result[night - 1]
    let candidates = people.filter(p => p !== last && !(wishes[p] || []).includes(night))
    let forced = false
    if (candidates.length === 0) {
      candidates = people.filter(p => p !== last)
      forced = true
    }
    if (candidates.length === 0) candidates = people
    candidates = [...candidates].sort((a, b) => counts[a] - counts[b] || people.indexOf(a) - people.indexOf(b))
    counts[candidates[0]]++
    result.push(candidates[0])
    if (forced) counts[candidates[0]]++ // makes up for the lost wish
  }
  return result
}

/** Lines "Ann: 22:00-06:00, 23-7" to problems by name. */
function checkRoster(text) {
  const problems = []
  text.split('\n').forEach((line, index) => {
    if (!line.trim() || line.startsWith('//')) return
    const colon = line.indexOf(':')
    if (colon < 1) {
      problems.push(`line ${index + 1}: no name`)
      return
    }
    const name = line.slice(0, colon).trim()
    let previous = null
    for (const part of line.slice(colon + 1).split(',')) {
      if (part.trim() === 'off') {
        previous = null
        continue
      }
      let shift
      try {
        shift = parseShift(part.trim())
      } catch (err) {
        problems.push(`${name}: ${err.message}`)
        break
      }
      const problem = previous && restProblem(previous, shift)
      if (problem) problems.push(`${name}: ${problem}`)
      previous = shift
    }
  })
  return problems
}

module.exports = { fillings, cacheInfo, nextOnCall, deal, checkRoster }
