export interface Bracket {
  upTo: number;
  cents: number;
}

/** Prices by weight bracket for each key, most often the zone. */
export class RateTable<K extends string | number> {
  private readonly rows = new Map<K, Bracket[]>();
  private perKilo: number | undefined;

  constructor(rows: ReadonlyArray<readonly [K, readonly Bracket[]]> = []) {
    for (const [key, brackets] of rows) {
      this.set(key, brackets);
    }
  }

  set(key: K, brackets: readonly Bracket[]): this {
    if (brackets.length === 0) {
      throw new RangeError(`No brackets for ${key}`);
    }
    const sorted = [...brackets].sort((a, b) => a.upTo - b.upTo);
    sorted.forEach((bracket, index) => {
      const previous = sorted[index - 1];
      if (previous && previous.upTo === bracket.upTo) {
        throw new RangeError(`Two prices up to ${bracket.upTo} for ${key}`);
      }
      if (previous && previous.cents > bracket.cents) {
        throw new RangeError(`More weight costs less up to ${bracket.upTo} for ${key}`);
      }
    });
    this.rows.set(key, sorted);
    return this;
  }

  /** Past the last bracket every started kilogram costs this much. */
  beyond(centsPerKilo: number): this {
    this.perKilo = centsPerKilo;
    return this;
  }

  lookup(key: K, grams: number): number | undefined {
    const brackets = this.rows.get(key);
    if (!brackets) {
      return undefined;
    }
    let low = 0;
    let high = brackets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const bracket = brackets[middle];
      if (bracket && bracket.upTo < grams) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const hit = brackets[low];
    if (hit) {
      return hit.cents;
    }
    const last = brackets[brackets.length - 1];
    if (this.perKilo === undefined || !last) {
      return undefined;
    }
    return last.cents + Math.ceil((grams - last.upTo) / 1000) * this.perKilo;
  }

  get keys(): K[] {
    return [...this.rows.keys()];
  }

  /** A table with every price raised by so many percent, rounded up to five cents. */
  raise(percent: number): RateTable<K> {
    const raised = new RateTable<K>();
    for (const [key, brackets] of this.rows) {
      raised.set(
        key,
        brackets.map(({ upTo, cents }) => ({ upTo, cents: Math.ceil((cents * (100 + percent)) / 100 / 5) * 5 })),
      );
    }
    if (this.perKilo !== undefined) {
      raised.beyond(Math.ceil(this.perKilo * (1 + percent / 100)));
    }
    return raised;
  }
}

export function groupBy<T, K extends PropertyKey>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) {
      group.push(item);
    } else {
      groups.set(key(item), [item]);
    }
  }
  return groups;
}
