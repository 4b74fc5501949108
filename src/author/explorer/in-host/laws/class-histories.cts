/** Suggests laws of classes about instances with any history: what survives a round trip, and what a closed one refuses. */
import type { LawProperty, SuggestedLaw } from '../../notation/property.js';
import { createRandom } from '../values/random.cjs';
import { quietly } from './function-laws.cjs';
import {
  argsOf,
  doingsOf,
  filled,
  makeLive,
  makingOf,
  queriesOf,
  type LiveInstance,
  type Making,
  type Query,
  type Subject,
} from './instances.cjs';
import { sample } from './sample.cjs';
import { apart, namesOf, type Input, type Method } from './subject.cjs';

const MOST_QUERIES = 3;

const targetOf = ({ unit }: Subject, name: string): string =>
  unit.members.find((member) => member.name === name)?.target ?? unit.constructorTarget ?? unit.id;

/** How a copy is made through another form: the expression for it, and words for it. */
interface Copying {
  write: string;
  copy: (it: string) => string;
  said: string;
}

const pairs: [RegExp, (form: string) => string[]][] = [
  [/^to([A-Z]\w*)$/, (form) => [`from${form}`, ...(form === 'String' ? ['parse'] : [])]],
  [/^serialize$/, () => ['deserialize']],
  [/^stringify$/, () => ['parse']],
  [/^dump$/, () => ['load']],
  [/^export$/, () => ['import']],
];

function copyingsOf({ owner, methods }: Subject): Copying[] {
  const statics = owner as unknown as Record<string, unknown>;
  const through = methods.flatMap(({ name }): Copying[] =>
    pairs.flatMap(([pattern, back]) => {
      const found = pattern.exec(name);
      const read = found && back(found[1] ?? '').find((other) => typeof statics[other] === 'function');
      return read
        ? [{ write: name, copy: (it) => `$0.${read}(${it}.${name}())`, said: `survives ${name} and ${read}` }]
        : [];
    }),
  );
  const clones = methods.filter(
    ({ name, params }) => /^(?:clone|copy)$/.test(name) && params.every(({ optional }) => optional),
  );
  return [
    ...through,
    ...clones.map(({ name }): Copying => ({
      write: name,
      copy: (it) => `${it}.${name}()`,
      said: `is the same in a ${name}`,
    })),
  ];
}

const show = ({ name, isCall }: Query): string => `${name}${isCall ? '()' : ''}`;

/** A copy shows the same as the original, whatever was done to it before. */
function copies(subject: Subject, copying: Copying): SuggestedLaw[] {
  const versionsOf = (isFull: boolean): Map<string, LawProperty> => {
    const making = makingOf(subject, isFull);
    if (!making) return new Map();
    const doings = doingsOf(subject, isFull, [...making.inputs.map(([name]) => name), subject.it, 'copy']);
    const queries = queriesOf(subject, filled(subject, making, doings)).slice(0, MOST_QUERIES);
    return new Map(
      queries.map((query) => [
        query.name,
        {
          target: targetOf(subject, copying.write),
          title: `${show(query).replace('()', '')} ${copying.said}`,
          uses: [subject.unit.access],
          inputs: [...making.inputs, ...doings.map(({ input }) => input)],
          lines: [
            `const ${subject.it} = new $0(${making.args.join(', ')})`,
            ...doings.flatMap(({ lines }) => lines),
            `const copy = ${copying.copy(subject.it)}`,
            `expect(copy.${show(query)}).toEqual(${subject.it}.${show(query)})`,
          ],
        },
      ]),
    );
  };
  const [full, plain] = [versionsOf(true), versionsOf(false)];
  return [...new Set([...full.keys(), ...plain.keys()])].map((name) => {
    const versions = [full.get(name), plain.get(name)].filter((version) => version !== undefined);
    return { kind: copying.said, versions: versions.map((property) => ({ property, isPromised: true })) };
  });
}

const closing =
  /^(?:cancel|close|end|lock|freeze|seal|destroy|dispose|stop|finish|complete|archive|void|abort|shutdown|terminate|revoke|expire|disable)$/;

/** A method with how it behaves on an instance before and after it was closed. */
interface RefusedCall {
  method: Method;
  args: Input[];
  /** The message that every refusal had, or null where they differ. */
  message: string | null;
}

const callLive = (instance: LiveInstance, member: string, args: readonly unknown[]): unknown =>
  Reflect.apply(instance[member] as (...args: unknown[]) => unknown, instance, args);

function refusalOf(
  subject: Subject,
  close: Method,
  { method, making }: { method: Method; making: Making },
): RefusedCall | null {
  const args = argsOf(subject, method, false);
  if (!args) return null;
  const messages = new Set<string>();
  let takesBefore = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const random = createRandom(seed, method.name);
    const values = args.map(([, of]) => sample(of, random));
    const attempt = (isClosed: boolean): string | null => {
      const instance = makeLive(subject, making, seed);
      if (!instance) return 'not made';
      let message: string | null = 'not called';
      quietly(subject.context, () => {
        if (isClosed) callLive(instance, close.name, []);
        try {
          callLive(instance, method.name, values);
          message = null;
        } catch (error) {
          message = String((error as Error | null)?.message);
        }
      });
      return message;
    };
    if (attempt(false) === null) takesBefore++;
    const refusal = attempt(true);
    if (refusal === null) return null;
    messages.add(refusal);
  }
  if (takesBefore === 0) return null;
  const [message] = messages;
  return { method, args, message: messages.size === 1 && message ? message : null };
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** Once closed, an instance refuses what it took before. */
function guards(subject: Subject): SuggestedLaw[] {
  const making = makingOf(subject, false);
  if (!making) return [];
  return subject.methods.flatMap((close): SuggestedLaw[] => {
    if (!closing.test(close.name) || close.params.some(({ optional }) => !optional)) return [];
    const refusals = subject.methods
      .filter((method) => method !== close)
      .flatMap((method) => refusalOf(subject, close, { method, making }) ?? []);
    if (refusals.length === 0) return [];
    const inputs: Input[] = [...making.inputs];
    const calls = refusals.map(({ method, args, message }) => {
      const own = apart([...inputs.map(([name]) => name), subject.it], args);
      inputs.push(...own);
      const expected = message === null ? '' : JSON.stringify(message);
      return `expect(() => ${subject.it}.${method.name}(${namesOf(own)})).toThrow(${expected})`;
    });
    if (inputs.length === 0) return [];
    const property: LawProperty = {
      target: targetOf(subject, close.name),
      title: `makes the instance refuse ${listed(refusals.map(({ method }) => method.name))}`.replace(
        'the instance',
        `the ${subject.it}`,
      ),
      uses: [subject.unit.access],
      inputs,
      lines: [
        `const ${subject.it} = new $0(${making.args.join(', ')})`,
        `${subject.it}.${close.name}()`,
        ...calls,
      ],
    };
    return [{ kind: `after ${close.name}`, versions: [{ property, isPromised: false }] }];
  });
}

/** The laws worth trying for a class, the strongest first. */
export const classHistories = (subject: Subject): SuggestedLaw[] => [
  ...copyingsOf(subject).flatMap((copying) => copies(subject, copying)),
  ...guards(subject),
];
