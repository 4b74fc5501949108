export class TemplateError extends Error {
  constructor(message, position) {
    super(`${message} at ${position}`)
    this.name = 'TemplateError'
    this.position = position
  }
}

export const filters = {
  upper: (v) => String(v).toUpperCase(),
  lower: (v) => String(v).toLowerCase(),
  title: (v) => String(v).replace(/\b\w/g, (c) => c.toUpperCase()),
  json: (v) => JSON.stringify(v),
  default: (v, fallback = '') => (v === undefined || v === null || v === '' ? fallback : v),
  join: (v, glue = ', ') => (Array.isArray(v) ? v.join(glue) : String(v)),
  plural: (v, one = '', many = 's') => (Number(v) === 1 ? one : many),
  truncate: (v, n = '20') => (String(v).length > Number(n) ? String(v).slice(0, Number(n) - 1) + '…' : String(v)),
}

/** Splits a template into text, {{value}}, {{#if x}}, {{#each x}}, {{else}} and {{/...}} tokens. */
export function* tokenize(source) {
  let at = 0
  while (at < source.length) {
    const open = source.indexOf('{{', at)
    if (open === -1) {
      yield { type: 'text', text: source.slice(at), at }
      return
    }
    if (open > at) yield { type: 'text', text: source.slice(at, open), at }
    const close = source.indexOf('}}', open)
    if (close === -1) throw new TemplateError('Unclosed {{', open)
    const inner = source.slice(open + 2, close).trim()
    at = close + 2
    if (inner.startsWith('!')) continue
    if (inner === 'else') yield { type: 'else', at: open }
    else if (inner[0] === '#') {
      const [, name, path] = /^#(\w+)\s+(\S+)$/.exec(inner) ?? []
      if (name !== 'if' && name !== 'each' && name !== 'unless') throw new TemplateError(`Unknown block ${inner}`, open)
      yield { type: 'open', name, path, at: open }
    } else if (inner[0] === '/') yield { type: 'close', name: inner.slice(1).trim(), at: open }
    else if (inner === '') throw new TemplateError('Empty tag', open)
    else yield { type: 'value', ...parseValue(inner, open), at: open }
  }
}

function parseValue(inner, at) {
  const [path, ...pipes] = inner.split('|').map((s) => s.trim())
  return {
    path: path.replace(/^=/, ''),
    raw: path.startsWith('='),
    pipes: pipes.map((pipe) => {
      const [name, ...args] = pipe.split(':')
      if (!Object.hasOwn(filters, name)) throw new TemplateError(`Unknown filter ${name}`, at)
      return { name, args }
    }),
  }
}

function parse(tokens, until) {
  const nodes = []
  for (let step = tokens.next(); !step.done; step = tokens.next()) {
    const token = step.value
    if (token.type === 'close' || token.type === 'else') {
      if (!until) throw new TemplateError(`Nothing open for ${token.name ?? 'else'}`, token.at)
      if (token.type === 'close' && token.name !== until) throw new TemplateError(`Expected /${until}`, token.at)
      return { nodes, end: token }
    }
    if (token.type !== 'open') {
      nodes.push(token)
      continue
    }
    const body = parse(tokens, token.name)
    let otherwise = { nodes: [], end: body.end }
    if (body.end.type === 'else') otherwise = parse(tokens, token.name)
    if (otherwise.end.type === 'else') throw new TemplateError('Second else', otherwise.end.at)
    nodes.push({ ...token, body: body.nodes, otherwise: otherwise.nodes })
  }
  if (until) throw new TemplateError(`Missing /${until}`, 'end')
  return { nodes, end: null }
}

function lookup(path, scopes) {
  if (path === '.' || path === 'this') return scopes[0]
  const [first, ...rest] = path.split('.')
  const home = scopes.find((scope) => scope !== null && typeof scope === 'object' && first in scope)
  return rest.reduce((value, key) => (value === null || value === undefined ? undefined : value[key]), home?.[first])
}

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escapeHtml = (text) => text.replace(/[&<>"]/g, (c) => ESCAPES[c])

function isTruthy(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

function render(nodes, scopes) {
  let out = ''
  for (const node of nodes) {
    if (node.type === 'text') {
      out += node.text
    } else if (node.type === 'value') {
      let value = lookup(node.path, scopes)
      for (const { name, args } of node.pipes) value = filters[name](value, ...args)
      const text = value === undefined || value === null ? '' : String(value)
      out += node.raw ? text : escapeHtml(text)
    } else if (node.name === 'each') {
      const list = lookup(node.path, scopes)
      const items = Array.isArray(list) ? list : Object.entries(list ?? {}).map(([key, value]) => ({ key, value }))
      if (items.length === 0) out += render(node.otherwise, scopes)
      items.forEach((item, index) => {
        out += render(node.body, [item, { index, first: index === 0, last: index === items.length - 1 }, ...scopes])
      })
    } else {
      const wanted = node.name === 'if'
      out += render(isTruthy(lookup(node.path, scopes)) === wanted ? node.body : node.otherwise, scopes)
    }
  }
  return out
}

/** Compiles once, renders often. */
export default function template(source) {
  const { nodes } = parse(tokenize(source))
  return (data = {}) => render(nodes, [data])
}
