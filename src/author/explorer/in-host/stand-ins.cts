/** What answers in place of Node's own functions that reach outside: made live here, printed in the same shape outside. */
// Without `node:`, which Jest before 27 does not resolve.
import events = require('events');
import stream = require('stream');
import type { Answer, Case, Expression, StandIn } from '../expression.js' with {
  'resolution-mode': 'import',
};
import building = require('./build.cjs');

type Callable = (...args: unknown[]) => unknown;

/** The stand-ins of one case while it runs. */
interface Installed {
  /** Arguments of the calls of each, in order. */
  calls: unknown[][][];
  remove(): void;
}

const labelOf = ({ module, member }: StandIn): string => (module === null ? member : `${module}.${member}`);

const none: building.Modules = new Map();
const live = (expression: Expression): unknown => building.build(expression, none);
const nothing = (): void => undefined;

/** The last argument, where that is a function. */
function callbackOf(args: readonly unknown[]): Callable | undefined {
  const last = args.at(-1);
  return typeof last === 'function' ? (last as Callable) : undefined;
}

function makeRequest(): object & events.EventEmitter {
  const request = new stream.PassThrough();
  return Object.assign(request, { setTimeout: nothing, setHeader: nothing, abort: nothing });
}

/** The client request of Node's `http`, and what comes of it. */
function request(answer: Answer & { kind: 'responds' | 'disconnects' }, args: readonly unknown[]): unknown {
  const made = makeRequest();
  setImmediate(() => {
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

function child(answer: Answer & { kind: 'exits' }): unknown {
  const made = Object.assign(new events.EventEmitter(), {
    stdin: new stream.PassThrough(),
    stdout: stream.Readable.from([answer.output]),
    stderr: stream.Readable.from([answer.errors]),
    kill: nothing,
  });
  setImmediate(() => {
    made.emit('exit', answer.code);
    made.emit('close', answer.code);
  });
  return made;
}

/** Lets a promise of the body tell which of its members are read. */
let onJson = (value: unknown): unknown => value;

function fetched(answer: Answer & { kind: 'fetched' }): unknown {
  const response = new Response(answer.body, { status: answer.status });
  const json = response.json.bind(response);
  return Promise.resolve(Object.assign(response, { json: () => json().then(onJson) }));
}

function reply(answer: Answer, args: readonly unknown[]): unknown {
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
      return fetched(answer);
    case 'responds':
    case 'disconnects':
      return request(answer, args);
    case 'exits':
      return child(answer);
  }
}

/** Functions that answer as the stand-ins of a case say, by label; their calls are written down. */
function repliesOf(kase: Case): { byLabel: Map<string, Callable>; calls: unknown[][][] } {
  const calls: unknown[][][] = [];
  const byLabel = new Map<string, Callable>();
  for (const standIn of kase.standIns ?? []) {
    const own: unknown[][] = [];
    calls.push(own);
    byLabel.set(labelOf(standIn), (...args) => {
      own.push(args);
      return reply(standIn.answer, args);
    });
  }
  return { byLabel, calls };
}

/** For the search: the guard asks the stand-ins in place of refusing, however the code got hold of the function. */
function installInGuard(
  kase: Case,
  setStandIns: (find: ((label: string) => Callable | undefined) | null) => void,
): Installed {
  const { byLabel, calls } = repliesOf(kase);
  setStandIns((label) => byLabel.get(label));
  return { calls, remove: () => setStandIns(null) };
}

/** For recording: as `jest.spyOn` does it, on the modules and globals themselves. */
function installAsSpies(kase: Case): Installed {
  const { byLabel, calls } = repliesOf(kase);
  const undo: (() => void)[] = [];
  for (const standIn of kase.standIns ?? []) {
    const holder = (standIn.module === null ? globalThis : require(standIn.module)) as Record<
      string,
      unknown
    >;
    const original = holder[standIn.member];
    holder[standIn.member] = byLabel.get(labelOf(standIn));
    undo.push(() => {
      holder[standIn.member] = original;
    });
  }
  return {
    calls,
    remove() {
      for (const restore of undo) restore();
    },
  };
}

const listenToJson = (listen: ((value: unknown) => unknown) | null): void => {
  onJson = listen ?? ((value) => value);
};

const exported = { installInGuard, installAsSpies, listenToJson, labelOf };
declare namespace exported {
  export type { Installed };
}
export = exported;
