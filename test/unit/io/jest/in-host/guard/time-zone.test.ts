/** The time zone of the tests is that of the job, unless the repository pins its own. */
import { createTimeZone } from '../../../../../../src/io/jest/in-host/guard/time-zone.cjs';

type Environment = Record<string, string | undefined>;
const job = { timeZone: 'Asia/Tokyo', isZonePinned: false };

test('tests get the zone of the job, others for a while, and it back', () => {
  const env: Environment = {};
  const zone = createTimeZone(env, undefined);
  zone.use(job);
  zone.set(null);
  expect(env['TZ']).toBe('Asia/Tokyo');
  zone.set('Pacific/Auckland');
  expect(env['TZ']).toBe('Pacific/Auckland');
  zone.set(null);
  expect(env['TZ']).toBe('Asia/Tokyo');
});

test('a job without a zone gives back that of the process, or none', () => {
  const env: Environment = {};
  const zone = createTimeZone(env, undefined);
  zone.use({ timeZone: null, isZonePinned: false });
  zone.set('Asia/Tokyo');
  zone.set(null);
  expect('TZ' in env).toBe(false);
});

test.each([
  ['its command sets', 'UTC', true],
  ['its configuration sets while Jest starts', undefined, false],
])('a zone that %s stays', (_, atStart, isZonePinned) => {
  const env: Environment = { TZ: 'UTC' };
  const zone = createTimeZone(env, atStart);
  zone.use({ timeZone: 'Asia/Tokyo', isZonePinned });
  zone.set('Pacific/Auckland');
  expect(env['TZ']).toBe('UTC');
});

test('whether it is pinned is decided by the first job', () => {
  const env: Environment = {};
  const zone = createTimeZone(env, undefined);
  zone.use(job);
  zone.set(null);
  zone.use({ timeZone: 'Europe/Paris', isZonePinned: false });
  zone.set(null);
  expect(env['TZ']).toBe('Europe/Paris');
});
