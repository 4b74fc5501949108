/** Lazy helpers; everything here takes any iterable and holds on to as little as it can. */

export function* take(n, items) {
  if (n <= 0) return
  for (const item of items) {
    yield item
    if (--n === 0) return
  }
}

export function* chunk(size, items) {
  if (!(size >= 1)) throw new RangeError('chunk size must be at least 1')
  let group = []
  for (const item of items) {
    group.push(item)
    if (group.length >= size) {
      yield group
      group = []
    }
  }
  if (group.length) yield group
}

export function* window(size, items) {
  const seen = []
  for (const item of items) {
    seen.push(item)
    if (seen.length > size) seen.shift()
    if (seen.length === size) yield [...seen]
  }
}

export function* zip(...lists) {
  const iterators = lists.map((list) => list[Symbol.iterator]())
  while (iterators.length) {
    const steps = iterators.map((it) => it.next())
    if (steps.some((step) => step.done)) {
      iterators.forEach((it, i) => {
        if (!steps[i].done) it.return?.()
      })
      return
    }
    yield steps.map((step) => step.value)
  }
}

export class Peekable {
  #source
  #buffer = []

  constructor(items) {
    this.#source = items[Symbol.iterator]()
  }

  peek(ahead = 0) {
    while (this.#buffer.length <= ahead) {
      const step = this.#source.next()
      if (step.done) return undefined
      this.#buffer.push(step.value)
    }
    return this.#buffer[ahead]
  }

  next() {
    if (this.#buffer.length) return { done: false, value: this.#buffer.shift() }
    return this.#source.next()
  }

  /** Reads on while the test holds; the item that fails stays. */
  takeWhile(test) {
    const taken = []
    for (;;) {
      const next = this.peek()
      if (next === undefined || !test(next)) return taken
      taken.push(this.next().value)
    }
  }

  [Symbol.iterator]() {
    return this
  }
}

/** Runs of equal items as [item, length]. */
export function* runs(items) {
  let current
  let length = 0
  for (const item of items) {
    if (length > 0 && Object.is(item, current)) {
      length++
      continue
    }
    if (length > 0) yield [current, length]
    current = item
    length = 1
  }
  if (length > 0) yield [current, length]
}

export async function collect(source, { limit = Infinity } = {}) {
  const items = []
  for await (const item of source) {
    if (items.length >= limit) throw new RangeError(`More than ${limit} items`)
    items.push(item)
  }
  return items
}
