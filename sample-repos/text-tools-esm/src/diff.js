/** Longest common subsequence table, (a.length + 1) x (b.length + 1). */
function table(a, b) {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      rows[i][j] = a[i] === b[j] ? rows[i + 1][j + 1] + 1 : Math.max(rows[i + 1][j], rows[i][j + 1])
    }
  }
  return rows
}

/** Steps from a to b: { op: '=' | '-' | '+', value }. */
export function* diffSteps(a, b) {
  const rows = table(a, b)
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      yield { op: '=', value: a[i] }
      i++
      j++
    } else if (j >= b.length || (i < a.length && rows[i + 1][j] >= rows[i][j + 1])) {
      yield { op: '-', value: a[i++] }
    } else {
      yield { op: '+', value: b[j++] }
    }
  }
}

export function diffLines(before, after) {
  return [...diffSteps(before.split('\n'), after.split('\n'))].map(({ op, value }) => (op === '=' ? ' ' : op) + value)
}

/** Hunks as `diff -u` prints them. */
export function unified(before, after, context = 3) {
  const steps = [...diffSteps(before === '' ? [] : before.split('\n'), after === '' ? [] : after.split('\n'))]
  const keep = steps.map((_, at) => steps.slice(Math.max(0, at - context), at + context + 1).some((s) => s.op !== '='))
  const hunks = []
  let current = null
  let oldLine = 1
  let newLine = 1
  steps.forEach(({ op, value }, at) => {
    if (keep[at]) {
      if (!current) {
        current = { oldStart: oldLine, newStart: newLine, oldCount: 0, newCount: 0, rows: [] }
        hunks.push(current)
      }
      current.rows.push((op === '=' ? ' ' : op) + value)
      if (op !== '+') current.oldCount++
      if (op !== '-') current.newCount++
    } else {
      current = null
    }
    if (op !== '+') oldLine++
    if (op !== '-') newLine++
  })
  const range = (start, count) => (count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`)
  return hunks
    .map((h) => [`@@ -${range(h.oldStart, h.oldCount)} +${range(h.newStart, h.newCount)} @@`, ...h.rows].join('\n'))
    .join('\n')
}

export class PatchError extends Error {}

/** Applies what `unified` made. Hunks may have moved by up to `fuzz` lines. */
export function applyPatch(text, patch, fuzz = 0) {
  const source = text === '' ? [] : text.split('\n')
  const rows = patch.split('\n')
  let shift = 0
  for (let at = 0; at < rows.length; ) {
    if (patch === '') break
    const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(rows[at])
    if (!head) throw new PatchError(`No hunk in line ${at + 1}`)
    at++
    const old = []
    const fresh = []
    while (at < rows.length && !rows[at].startsWith('@@')) {
      const row = rows[at++]
      if (row[0] === ' ' || row[0] === '-') old.push(row.slice(1))
      if (row[0] === ' ' || row[0] === '+') fresh.push(row.slice(1))
      if (row !== '' && !' -+\\'.includes(row[0])) throw new PatchError(`Bad line ${at}: ${row}`)
    }
    const wanted = Number(head[1]) - (head[2] === '0' ? 0 : 1) + shift
    let found = -1
    for (let off = 0; off <= fuzz && found === -1; off++) {
      for (const start of [wanted + off, wanted - off]) {
        if (start >= 0 && old.every((row, k) => source[start + k] === row)) {
          found = start
          break
        }
      }
    }
    if (found === -1) throw new PatchError(`Hunk ${rows.indexOf(head.input) + 1} does not apply`)
    source.splice(found, old.length, ...fresh)
    shift += fresh.length - old.length + (found - wanted)
  }
  return source.join('\n')
}
