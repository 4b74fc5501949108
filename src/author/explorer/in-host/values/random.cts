/** The explorer's own random numbers: seeded, so that the same plan explores the same inputs. */
import { seededRandom } from '../../../../io/jest/in-host/guard/conditions.cjs';

export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** An integer from 0 up to, not including, `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** FNV-1a over a text, to give each unit numbers of its own. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

export function createRandom(seed: number, label: string): Random {
  const next = seededRandom((seed ^ hashText(label)) >>> 0);
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: <T,>(items: readonly T[]): T => items[below(items.length)] as T,
  };
}
