/** Tries the laws that a function's name and shape suggest, and tells which held for every input. */
import type { HeldLaw, Law } from '../expression.js' with { 'resolution-mode': 'import' };
import building = require('./build.cjs');
import describing = require('./describe.cjs');
import execution = require('./execute.cjs');
import generation = require('./generate.cjs');
import type { Random } from './random.cjs';

type Callee = (...args: unknown[]) => unknown;

const TRIES = 220;
const MIN_RUNS = 100;
const MIN_DISTINCT = 10;

function keyOf(value: unknown, root: string): string | null {
  const described = describing.describeLive(value, root);
  return described.ok && described.value.k !== 'undef' ? JSON.stringify(described.value) : null;
}

/** The two values that the law says are equal, with the output that has to vary. */
function bothSides(
  law: Law,
  callee: Callee,
  inverse: Callee | null,
  input: unknown,
): [unknown, unknown, unknown] {
  const output = callee(input);
  if (law === 'round-trip' && inverse) return [inverse(output), input, output];
  return [callee(output), output, output];
}

/** Null when the law was broken, or when too little was seen of it to mean anything. */
function tryLaw(
  world: execution.World,
  law: Law,
  pools: generation.Pools,
  random: Random,
  root: string,
): HeldLaw | null {
  const { unit } = world;
  const [member] = unit.members;
  const [param] = member?.params ?? [];
  if (!member || !param) return null;
  const callee = building.resolveAccess(unit.access, world.modules) as Callee;
  const inverse = unit.partner
    ? (building.resolveAccess(unit.partner.access, world.modules) as Callee)
    : null;
  const outputs = new Map<string, number>();
  let runs = 0;
  for (let round = 0; round < TRIES; round++) {
    const input = generation.generate(param.type, { ...pools, isTyped: true }, random);
    world.takeRefused();
    world.counters.reset(200_000);
    try {
      const [left, right, output] = bothSides(law, callee, inverse, building.build(input, world.modules));
      const key = keyOf(output, root);
      const sides = [keyOf(left, root), keyOf(right, root)];
      if (key === null || sides[0] === null || sides[0] !== sides[1]) return null;
      outputs.set(key, (outputs.get(key) ?? 0) + 1);
      runs++;
    } catch {
      return null;
    }
  }
  const mostCommon = Math.max(0, ...outputs.values());
  if (runs < MIN_RUNS || outputs.size < MIN_DISTINCT || mostCommon > runs / 2) return null;
  return {
    unit: unit.id,
    target: member.target,
    law,
    partner: unit.partner,
    tried: runs,
    distinct: outputs.size,
  };
}

export = { tryLaw };
