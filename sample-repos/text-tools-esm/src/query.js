// Search queries: title:"big cats" AND (lion OR tiger) -zoo year>=1990

const FIELD = /[a-z_]/i

export function* lex(text) {
  let i = 0
  while (i < text.length) {
    const c = text[i]
    if (/\s/.test(c)) {
      i++
    } else if (c === '(' || c === ')') {
      yield { type: c, at: i++ }
    } else if (c === '-' && i + 1 < text.length && !/\s/.test(text[i + 1])) {
      yield { type: 'not', at: i++ }
    } else if (c === '"') {
      const end = text.indexOf('"', i + 1)
      if (end === -1) throw new SyntaxError(`Unclosed quote at ${i}`)
      yield { type: 'term', text: text.slice(i + 1, end), phrase: true, at: i }
      i = end + 1
    } else {
      const start = i
      while (i < text.length && FIELD.test(text[i])) i++
      const op = /^(:|>=|<=|>|<|!=|=)/.exec(text.slice(i))
      if (i > start && op) {
        yield { type: 'field', name: text.slice(start, i).toLowerCase(), op: op[1], at: start }
        i += op[1].length
        continue
      }
      while (i < text.length && !/[\s()"]/.test(text[i])) i++
      const word = text.slice(start, i)
      if (word === 'AND' || word === 'OR' || word === 'NOT') yield { type: word.toLowerCase(), at: start }
      else yield { type: 'term', text: word, phrase: false, at: start }
    }
  }
}

/** A tree of { and | or | not | term | compare }; blanks mean AND. Returns null for an empty query. */
export function parseQuery(text) {
  const tokens = [...lex(text)]
  let at = 0
  const peek = () => tokens[at]?.type

  function primary() {
    const token = tokens[at++]
    if (!token) throw new SyntaxError('Unexpected end of query')
    switch (token.type) {
      case '(': {
        const inner = or()
        if (peek() !== ')') throw new SyntaxError(`Missing ) for ${token.at}`)
        at++
        return inner
      }
      case 'not':
        return { type: 'not', of: primary() }
      case 'field': {
        const value = tokens[at++]
        if (value?.type !== 'term') throw new SyntaxError(`${token.name} needs a value`)
        return { type: 'compare', field: token.name, op: token.op, value: value.text }
      }
      case 'term':
        return { type: 'term', text: token.text, phrase: token.phrase }
      default:
        throw new SyntaxError(`Unexpected ${token.type} at ${token.at}`)
    }
  }
  function and() {
    const parts = [primary()]
    while (at < tokens.length && peek() !== 'or' && peek() !== ')') {
      if (peek() === 'and') at++
      parts.push(primary())
    }
    return parts.length === 1 ? parts[0] : { type: 'and', of: parts }
  }
  function or() {
    const parts = [and()]
    while (peek() === 'or') {
      at++
      parts.push(and())
    }
    return parts.length === 1 ? parts[0] : { type: 'or', of: parts }
  }

  if (tokens.length === 0) return null
  const tree = or()
  if (at < tokens.length) throw new SyntaxError(`Unexpected ${tokens[at].type} at ${tokens[at].at}`)
  return tree
}

function compare(actual, op, wanted) {
  if (actual === undefined || actual === null) return op === '!='
  if (op === ':') {
    if (Array.isArray(actual)) return actual.some((one) => compare(one, op, wanted))
    return String(actual).toLowerCase().includes(wanted.toLowerCase())
  }
  const numeric = typeof actual === 'number' && wanted !== '' && !Number.isNaN(Number(wanted))
  const a = numeric ? actual : String(actual)
  const b = numeric ? Number(wanted) : wanted
  switch (op) {
    case '=':
      return a === b
    case '!=':
      return a !== b
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '<':
      return a < b
    case '<=':
      return a <= b
  }
}

/** Whether a document { title, body, ...fields } answers the query. */
export function matches(query, doc) {
  const tree = typeof query === 'string' ? parseQuery(query) : query
  if (tree === null) return true
  switch (tree.type) {
    case 'and':
      return tree.of.every((part) => matches(part, doc))
    case 'or':
      return tree.of.some((part) => matches(part, doc))
    case 'not':
      return !matches(tree.of, doc)
    case 'compare':
      return compare(doc[tree.field], tree.op, tree.value)
    case 'term': {
      const text = `${doc.title ?? ''} ${doc.body ?? ''}`.toLowerCase()
      if (tree.phrase) return text.includes(tree.text.toLowerCase())
      if (tree.text.endsWith('*')) return text.split(/\W+/).some((w) => w.startsWith(tree.text.slice(0, -1).toLowerCase()))
      return text.split(/\W+/).includes(tree.text.toLowerCase())
    }
  }
}
