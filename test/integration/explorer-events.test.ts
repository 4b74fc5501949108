/** Code that goes on after a call: errors that nobody catches, async iterators, streams. */
import type { ExploreResult } from '../../src/author/explorer/explore-request.js';
import { bodiesOf, exploreTiny } from '../support/explore-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession, type TinySession } from '../support/tiny-session.js';

const strays = `const { EventEmitter } = require('events');

exports.rejects = function rejects(amount) {
  Promise.resolve(amount).then((value) => {
    if (value === 0) throw new Error('nothing to pay');
  });
  return amount > 100 ? 'much' : 'little';
};

exports.throwsSoon = function throwsSoon(amount) {
  setImmediate(() => {
    if (amount === 0) throw new Error('nothing to pay');
  });
  return amount > 100 ? 'much' : 'little';
};

exports.emits = function emits(amount) {
  const emitter = new EventEmitter();
  process.nextTick(() => emitter.emit('error', new Error('lost')));
  return amount > 100 ? 'much' : 'little';
};

exports.plain = function plain(amount) {
  return amount > 100 ? 'much' : 'little';
};
`;

const streams = `const { Readable, Transform } = require('stream');

exports.letters = async function* letters(text) {
  for (const letter of text.slice(0, 9)) yield letter.toUpperCase();
};

exports.countdown = async function* countdown(from) {
  if (from > 20) throw new Error('too far');
  for (let left = from; left > 0; left--) yield left;
};

exports.words = function words(text) {
  return Readable.from(text.split(' ').slice(0, 9));
};

exports.shout = function shout(mark) {
  return new Transform({
    decodeStrings: false,
    readableObjectMode: true,
    transform(chunk, encoding, done) {
      done(null, mark === '!' ? chunk + '!' : chunk.toUpperCase());
    },
  });
};
`;

let session: TinySession;

beforeAll(async () => {
  session = await openTinySession(tinyHost({ 'strays.js': strays, 'streams.js': streams }).dir);
});
afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

const explore = (...files: string[]): Promise<ExploreResult[]> => exploreTiny(session, files);

test('an error that nobody catches costs the calls that cause it', async () => {
  const [found] = await explore('strays.js');
  expect(found).toMatchObject({ findings: [], skipped: [] });
  for (const name of ['rejects', 'throwsSoon', 'plain']) expect(bodiesOf(found, name)).toContain(`${name}(`);
  for (const name of ['rejects', 'throwsSoon']) expect(bodiesOf(found, name)).not.toContain(`${name}(0`);
  // Each call ends in an `error` event without a listener.
  expect(bodiesOf(found, 'emits')).toBe('');
});

test('async iterators and streams are read to their end, and streams that wait for input are fed', async () => {
  const [found] = await explore('streams.js');
  expect(found).toMatchObject({ findings: [], skipped: [] });
  expect(bodiesOf(found, 'letters')).toMatch(/for await \(const item of letters\('/);
  expect(bodiesOf(found, 'countdown')).toContain("await expect(read()).rejects.toThrow('too far')");
  expect(bodiesOf(found, 'words')).toMatch(/for await \(const item of words\('/);
  expect(bodiesOf(found, 'words')).toContain('expect(await read()).toEqual([');
  const shout = bodiesOf(found, 'shout');
  expect(shout).toMatch(/shout\('!'\)\.end\('/);
  expect(shout).toMatch(/toEqual\(\['[A-Z ]+'\]\)/);
});
