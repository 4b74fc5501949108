/** Functions that a call returns: they are given what their code uses, as middleware is given a request and a response. */
import type { ExploreResult } from '../../src/author/explorer/explore-request.js';
import { bodiesOf, exploreTiny } from '../support/explore-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession } from '../support/tiny-session.js';

const source = `'use strict';

/** Middleware that lets pages of one origin read what is answered. */
exports.allowOrigin = function allowOrigin(origin) {
  return function (req, res, next) {
    if (req.headers.origin !== origin) return next();
    res.setHeader('Access-Control-Allow-Origin', origin);
    if (req.method === 'OPTIONS') {
      res.statusCode = 204;
      res.end();
    } else next();
  };
};

exports.thunk = function thunk(extra) {
  return (store) => (next) => (action) =>
    typeof action === 'function' ? action(store.dispatch, extra) : next(action);
};

exports.counter = function counter(step) {
  let count = 0;
  return {
    add(times) {
      if (times > 3) count = 0;
      count += step * times;
      return count;
    },
  };
};
`;

let result: ExploreResult | undefined;

beforeAll(async () => {
  const tiny = await openTinySession(tinyHost({ 'web.js': source }).dir);
  [result] = await exploreTiny(tiny, ['web.js']);
}, 600_000);

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

test('middleware gets a request with headers, and what it does to the response is asserted', () => {
  const bodies = bodiesOf(result, 'allowOrigin');
  expect(bodies).toMatch(/headers: \{ origin: /);
  expect(bodies).toMatch(
    /expect\(setHeader\)\.toHaveBeenCalledWith\(\s*'Access-Control-Allow-Origin',\s*'http/,
  );
  expect(bodies).toMatch('statusCode: 204');
  expect(bodies).toMatch('// calls next once');
});

test('each function of a curried one is called, with a function and with something else', () => {
  const bodies = bodiesOf(result, 'thunk');
  expect(bodies).toMatch(/expect\(action\)\.toHaveBeenCalledWith\(/);
  // Plain data in its place, whichever: a text, a number, a list or an object.
  expect(bodies).toMatch(/expect\(made\(.+\)\((?:'.*'|\d+|\[.*\]|\{.*\})\)\)\.toBe\(/);
});

test('a method of what a factory makes gets numbers where it counts with them', () => {
  expect(bodiesOf(result, 'counter')).toMatch(/\.add\(\d+\)/);
});
