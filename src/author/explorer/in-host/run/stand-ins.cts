/** Stand-ins for Node's functions that reach outside: built live here, printed in the same shape outside. */
// Without `node:`, which Jest before 27 does not resolve.
import events from 'events';
import stream from 'stream';
import type { Answer, Case, StandIn } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import { build, type BuildContext } from '../values/build.cjs';

type StandInFunction = (...args: unknown[]) => unknown;

/** The delayed effects of stand-ins, as in the real world. */
interface Afterwards {
  waiting: number;
  /** The code then threw an error that nobody caught. */
  isBroken: boolean;
}

/** The stand-ins of one case while it runs. */
export interface Installed {
  /** Arguments of the calls of each, in order. */
  calls: unknown[][][];
  afterwards: Readonly<Afterwards>;
  remove(): void;
}

export const labelOfStandIn = ({ module, member }: StandIn): string =>
  module === null ? member : `${module}.${member}`;

/** The answers of stand-ins are built in this, which holds nothing of the host. */
export interface StandInContext extends Pick<BuildContext, 'scratch' | 'watch'> {
  /** Sees each body that is read as JSON, and may give out another value in its place. */
  onJson: (value: unknown) => unknown;
}

const nothing = (): void => undefined;

/** The last argument, where that is a function. */
function callbackOf(args: readonly unknown[]): StandInFunction | undefined {
  const last = args.at(-1);
  return typeof last === 'function' ? (last as StandInFunction) : undefined;
}

function makeRequest(): object & events.EventEmitter {
  const request = new stream.PassThrough();
  return Object.assign(request, { setTimeout: nothing, setHeader: nothing, abort: nothing });
}

function soon(afterwards: Afterwards, action: () => void): void {
  afterwards.waiting++;
  setImmediate(() => {
    try {
      action();
    } catch {
      afterwards.isBroken = true;
    } finally {
      afterwards.waiting--;
    }
  });
}

/** The client request of Node's `http`, and what comes of it. */
function request(
  answer: Answer & { kind: 'responds' | 'disconnects' },
  args: readonly unknown[],
  afterwards: Afterwards,
): unknown {
  const made = makeRequest();
  soon(afterwards, () => {
    if (answer.kind === 'disconnects') {
      made.emit('error', new Error(answer.message));
      return;
    }
    const response = Object.assign(stream.Readable.from([answer.body]), {
      statusCode: answer.status,
      headers: {},
    });
    made.emit('response', response);
    callbackOf(args)?.(response);
  });
  return made;
}

function child(answer: Answer & { kind: 'exits' }, afterwards: Afterwards): unknown {
  const made = Object.assign(new events.EventEmitter(), {
    stdin: new stream.PassThrough(),
    stdout: stream.Readable.from([answer.output]),
    stderr: stream.Readable.from([answer.errors]),
    kill: nothing,
  });
  soon(afterwards, () => {
    made.emit('exit', answer.code);
    made.emit('close', answer.code);
  });
  return made;
}

function fetched(answer: Answer & { kind: 'fetched' }, { onJson }: StandInContext): unknown {
  const response = new Response(answer.body, { status: answer.status });
  const json = response.json.bind(response);
  return Promise.resolve(Object.assign(response, { json: () => json().then(onJson) }));
}

interface Replies {
  context: StandInContext;
  afterwards: Afterwards;
}

function reply(answer: Answer, args: readonly unknown[], { context, afterwards }: Replies): unknown {
  const live = (expression: Expression): unknown => build(expression, { ...context, modules: new Map() });
  switch (answer.kind) {
    case 'returns':
      return live(answer.value);
    case 'throws':
      throw new Error(answer.message);
    case 'calls-back':
      return callbackOf(args)?.(...answer.values.map(live));
    case 'rejects':
      return Promise.reject(new Error(answer.message));
    case 'fetched':
      return fetched(answer, context);
    case 'responds':
    case 'disconnects':
      return request(answer, args, afterwards);
    case 'exits':
      return child(answer, afterwards);
  }
}

/** Functions that answer as the stand-ins of a case say, by label; their calls are written down. */
function repliesOf(
  scenario: Case,
  context: StandInContext,
): Omit<Installed, 'remove'> & { byLabel: Map<string, StandInFunction> } {
  const calls: unknown[][][] = [];
  const afterwards: Afterwards = { waiting: 0, isBroken: false };
  const byLabel = new Map<string, StandInFunction>();
  for (const standIn of scenario.standIns ?? []) {
    const own: unknown[][] = [];
    calls.push(own);
    byLabel.set(labelOfStandIn(standIn), (...args) => {
      own.push(args);
      return reply(standIn.answer, args, { context, afterwards });
    });
  }
  return { byLabel, calls, afterwards };
}

/** For the search: the guard asks the stand-ins in place of refusing, however the code got hold of the function. */
export function installInGuard(
  scenario: Case,
  context: StandInContext,
  setStandIns: (find: ((label: string) => StandInFunction | undefined) | null) => void,
): Installed {
  const { byLabel, calls, afterwards } = repliesOf(scenario, context);
  setStandIns((label) => byLabel.get(label));
  return { calls, afterwards, remove: () => setStandIns(null) };
}

/** For recording: as `jest.spyOn` does it, on the modules and globals themselves. */
export function installAsSpies(scenario: Case, context: StandInContext): Installed {
  const { byLabel, calls, afterwards } = repliesOf(scenario, context);
  const undo: (() => void)[] = [];
  for (const standIn of scenario.standIns ?? []) {
    const holder = (standIn.module === null ? globalThis : require(standIn.module)) as Record<
      string,
      unknown
    >;
    const original = holder[standIn.member];
    holder[standIn.member] = byLabel.get(labelOfStandIn(standIn));
    undo.push(() => {
      holder[standIn.member] = original;
    });
  }
  return {
    calls,
    afterwards,
    remove() {
      for (const restore of undo) restore();
    },
  };
}
