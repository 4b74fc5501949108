function parseScalar(raw, line) {
  const text = raw.trim()
  if (text === '') return null
  if (/^(true|yes|on)$/i.test(text)) return true
  if (/^(false|no|off)$/i.test(text)) return false
  if (/^-?\d+$/.test(text)) return parseInt(text, 10)
  if (/^0x[\da-f]+$/i.test(text)) return parseInt(text, 16)
  if (/^-?\d*\.\d+(e[-+]?\d+)?$/i.test(text)) return parseFloat(text)
  if (text[0] === '"') {
    const end = /^"((?:[^"\\]|\\.)*)"\s*(?:[;#].*)?$/.exec(text)
    if (!end) throw new SyntaxError(`Line ${line}: bad string`)
    return end[1].replace(/\\(u[\da-f]{4}|.)/gi, (_, e) => {
      if (e[0] === 'u' && e.length === 5) return String.fromCharCode(parseInt(e.slice(1), 16))
      return { n: '\n', t: '\t', r: '\r' }[e] ?? e
    })
  }
  if (text[0] === '[' && text.endsWith(']')) {
    const inner = text.slice(1, -1).trim()
    return inner === '' ? [] : inner.split(',').map((part) => parseScalar(part, line))
  }
  return text.replace(/\s+[;#].*$/, '')
}

/** Sections by dotted names; `key += value` appends; `\` at the end of a line continues it. */
export function parseIni(text, { strict = false } = {}) {
  const root = {}
  let section = root
  const rows = text.replace(/^\ufeff/, '').split(/\r?\n/)
  for (let n = 0; n < rows.length; n++) {
    let row = rows[n]
    while (row.endsWith('\\') && n + 1 < rows.length) row = row.slice(0, -1) + rows[++n].trimStart()
    row = row.trim()
    if (row === '' || row[0] === ';' || row[0] === '#') continue
    const head = /^\[([^\]]+)\]$/.exec(row)
    if (head) {
      section = root
      for (const name of head[1].split('.')) {
        if (name === '__proto__') throw new SyntaxError(`Line ${n + 1}: forbidden section`)
        if (section[name] === undefined) section[name] = {}
        section = section[name]
        if (typeof section !== 'object' || section === null) throw new SyntaxError(`Line ${n + 1}: ${name} is a value`)
      }
      continue
    }
    const pair = /^([\w.-]+)\s*(\+?=|:)\s*(.*)$/.exec(row)
    if (!pair) {
      if (strict) throw new SyntaxError(`Line ${n + 1}: ${row}`)
      section[row] = true
      continue
    }
    const [, key, op, raw] = pair
    const value = parseScalar(raw, n + 1)
    if (op === '+=') {
      const old = section[key]
      section[key] = old === undefined ? [value] : Array.isArray(old) ? [...old, value] : [old, value]
    } else if (strict && Object.hasOwn(section, key)) {
      throw new SyntaxError(`Line ${n + 1}: ${key} is set twice`)
    } else {
      section[key] = value
    }
  }
  return root
}

function formatScalar(value) {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return `[${value.map(formatScalar).join(', ')}]`
  if (typeof value !== 'string') return String(value)
  const plain = /^[^\s"[\]\\;#,]+( [^\s"[\]\\;#,]+)*$/.test(value)
  if (plain && typeof parseScalar(value, 0) === 'string') return value
  return '"' + value.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '\\r') + '"'
}

export function formatIni(data, prefix = '') {
  const own = []
  const nested = []
  for (const [key, value] of Object.entries(data)) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      const name = prefix ? `${prefix}.${key}` : key
      nested.push(`[${name}]\n${formatIni(value, name)}`)
    } else {
      own.push(`${key} = ${formatScalar(value)}`)
    }
  }
  return [...own, ...nested].join('\n')
}
