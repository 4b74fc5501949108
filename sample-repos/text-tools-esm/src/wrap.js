const ANSI = /\u001b\[[0-9;]*m/g

/** Columns a text takes on a terminal; East Asian wide characters count twice. */
export function displayWidth(text) {
  let width = 0
  for (const char of text.replace(ANSI, '')) {
    const code = char.codePointAt(0)
    if (code < 32 || (code >= 0x300 && code <= 0x36f)) continue
    const wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) || code >= 0x1f300
    width += wide ? 2 : 1
  }
  return width
}

function* chop(word, width) {
  let part = ''
  for (const char of word) {
    if (part !== '' && displayWidth(part + char) > width) {
      yield part
      part = ''
    }
    part += char
  }
  if (part) yield part
}

function* lines(paragraph, width, hard) {
  let line = ''
  for (const word of paragraph.split(/[ \t]+/)) {
    if (word === '') continue
    if (line === '') {
      line = word
    } else if (displayWidth(line) + 1 + displayWidth(word) <= width) {
      line += ' ' + word
    } else {
      yield line
      line = word
    }
    if (hard && displayWidth(line) > width) {
      const parts = [...chop(line, width)]
      line = parts.pop()
      yield* parts
    }
  }
  yield line
}

export default function wrap(text, { width = 80, hard = false, hanging = '' } = {}) {
  if (width < 1) throw new RangeError('width must be at least 1')
  return text
    .split(/\r?\n/)
    .map((paragraph) => {
      const room = hanging ? width - hanging.length : width
      return [...lines(paragraph, Math.max(1, room), hard)].join('\n' + hanging)
    })
    .join('\n')
}

/** Blocks of even right edge; the last line stays as it is. */
export function justify(text, width) {
  const rows = wrap(text, { width }).split('\n')
  return rows
    .map((row, i) => {
      const gaps = row.split(' ').length - 1
      const missing = width - displayWidth(row)
      if (i === rows.length - 1 || gaps === 0 || missing <= 0) return row
      let n = 0
      // odd rows get their extra blanks from the right, so that no river shows
      return row.replace(/ /g, () => {
        n++
        const even = Math.floor(missing / gaps)
        const extra = i % 2 === 0 ? n <= missing % gaps : n > gaps - (missing % gaps)
        return ' '.repeat(1 + even + (extra ? 1 : 0))
      })
    })
    .join('\n')
}

export function indent(text, by = 2) {
  const pad = typeof by === 'number' ? ' '.repeat(by) : by
  return text.replace(/^(?=.*\S)/gm, pad)
}

export function dedent(text) {
  const rows = text.replace(/^\n/, '').split('\n')
  const depths = rows.filter((row) => row.trim()).map((row) => /^[ \t]*/.exec(row)[0].length)
  const least = depths.length ? Math.min(...depths) : 0
  return rows.map((row) => (row.trim() ? row.slice(least) : '')).join('\n').trimEnd()
}
