/** Functions among the inputs: they call what they are given, fail, give it back, and are looked at after a later step. */
import type { ExploreResult } from '../../src/author/explorer/explore-request.js';
import { bodiesOf, exploreTiny } from '../support/explore-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession } from '../support/tiny-session.js';

const source = `'use strict';

/** Runs jobs one after the other; each calls back when it is through. */
class Queue {
  constructor() {
    this.jobs = [];
    this.results = [];
    this.listeners = {};
  }

  on(event, listener) {
    if (!this.listeners[event]) this.listeners[event] = [];
    this.listeners[event].push(listener);
    return this;
  }

  off(event, listener) {
    const at = (this.listeners[event] || []).indexOf(listener);
    if (at < 0) return false;
    this.listeners[event].splice(at, 1);
    return true;
  }

  push(job) {
    this.jobs.push(job);
    return this.jobs.length;
  }

  start(callback) {
    const next = (error, result) => {
      if (error) {
        this.notify('error', error.message);
        callback(error);
        return;
      }
      if (result !== undefined) {
        this.results.push(result);
        this.notify('success', result);
      }
      const job = this.jobs.shift();
      if (!job) {
        this.notify('end', this.results.length);
        callback(null, this.results);
        return;
      }
      job(next);
    };
    next();
  }

  notify(event, value) {
    for (const listener of this.listeners[event] || []) listener(value);
  }
}

/** Calls the executor with what settles it. */
function settle(executor) {
  const state = { status: 'pending', value: null };
  executor(
    (value) => {
      if (state.status !== 'pending') return;
      state.status = 'fulfilled';
      state.value = value;
    },
    (reason) => {
      state.status = 'rejected';
      state.value = reason.message;
    },
  );
  return state;
}

async function loadAll(keys, batch) {
  const values = await batch(keys);
  if (!Array.isArray(values)) throw new TypeError('batch has to give a list');
  if (values.length !== keys.length) throw new Error('batch gives too few');
  return new Map(keys.map((key, index) => [key, values[index]]));
}

function attempt(fn, fallback) {
  try {
    return fn();
  } catch (error) {
    if (fallback) return fallback;
    return 'failed: ' + error.message;
  }
}

async function attemptLater(fn) {
  try {
    return { ok: true, value: await fn() };
  } catch (error) {
    return { ok: false, reason: error.message };
  }
}

/** A door with hooks. */
class Door {
  constructor(options) {
    this.options = options || {};
    this.isOpen = false;
  }

  open(who) {
    if (this.isOpen) return;
    this.isOpen = true;
    if (this.options.onOpen) this.options.onOpen(who);
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (typeof this.options.onClose === 'function') this.options.onClose();
  }
}

module.exports = { Queue, settle, loadAll, attempt, attemptLater, Door };
`;

let found: ExploreResult | undefined;

beforeAll(async () => {
  const session = await openTinySession(tinyHost({ 'functions.js': source }).dir);
  [found] = await exploreTiny(session, ['functions.js']);
});
afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

const bodies = (group: string): string => bodiesOf(found, group);

test('an executor settles what it is called for, with a value or an error', () => {
  expect(bodies('settle')).toMatch(/settle\(\(resolve\) => resolve\(.+\)\)/);
  expect(bodies('settle')).toMatch(/settle\(\(resolve, reject\) => reject\(new Error\(/);
});

test('a job calls back with a result and with an error, in the manner of Node', () => {
  expect(bodies('Queue.start')).toContain("queue.push((done) => done(new Error('failed')));");
  expect(bodies('Queue.start')).toMatch(/queue\.push\(\(done\) => done\(null, .+\)\);/);
});

test('a function that throws reaches what catches it, and only one that is given a function calls it', () => {
  expect(bodies('attempt')).toContain("throw new Error('failed');");
  expect(bodies('attempt') + bodies('attemptLater')).not.toContain('next()');
  expect(bodies('attemptLater')).toContain("reason: 'failed'");
});

test('a listener of an earlier step is looked at after the step that calls it', () => {
  const all = `${bodies('Queue.notify')}${bodies('Queue.start')}`;
  expect(all).toContain('const listener = jest.fn();');
  expect(all).toMatch(/queue\.(notify|start)\(.+\);\n(.*\n)*?expect\(listener\)\.toHaveBeenCalledWith\(/);
});

test('a function in the options of a constructor is looked at by the name of its option', () => {
  expect(bodies('Door.open')).toMatch(
    /new Door\(\{ onOpen \}\);\ndoor\.open\(.*\);\nexpect\(onOpen\)\.toHaveBeenCalledWith/,
  );
  expect(bodies('Door.close')).toContain('new Door({ onClose })');
});

test('a function is handed over twice where the code looks for the same again', () => {
  expect(bodies('Queue.off')).toMatch(
    /queue\.on\((.+), listener\);\nexpect\(queue\.off\(\1, listener\)\)\.toBe\(true\);/,
  );
});
