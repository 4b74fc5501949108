/** The explorer at work in a host's own Jest, inside a real box. */
import { spawn } from 'node:child_process';
import type { ExploreResult } from '../../src/author/explorer/explore-request.js';
import { composeTestFile } from '../../src/test-file/test-file.js';
import { placeTests } from '../../src/pipeline/delivery/place-tests.js';
import { bodiesOf, exploreTiny } from '../support/explore-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession, type TinySession } from '../support/tiny-session.js';

const shop = `exports.grade = function grade(points) {
  if (points > 90) return 'great';
  if (points < 10) return 'poor';
  return 'fair';
};

exports.route = function route(path) {
  if (path.startsWith('/admin/')) return 'staff';
  return path === '' ? 'home' : 'page';
};

exports.load = function load(id, done) {
  setTimeout(() => {
    if (id < 0) done(new Error('no such id'));
    else done(null, { id });
  }, 1);
};

exports.Till = class Till {
  constructor() {
    this.cents = 0;
  }
  add(cents) {
    if (cents < 0) throw new Error('cannot add less than nothing');
    this.cents += cents;
    return this;
  }
  close() {
    if (this.cents === 0) return 'empty';
    return 'closed with ' + this.cents;
  }
};

class Line {
  constructor() {
    this.items = [];
  }
  push(item) {
    this.items.push(item);
  }
  pop() {
    return this.items.shift();
  }
}

exports.Line = Line;
exports.Pile = class Pile extends Line {
  push(item) {
    this.items.push(item);
  }
  pop() {
    return this.items.pop();
  }
};
`;

const deep = `exports.unit = function unit(text) {
  const code = text.charCodeAt(0);
  if (code !== 0x2b && code !== 0x7e) return 'unsigned';
  switch (text.slice(1).toLowerCase()) {
    case 'furlong':
      return 'length';
    case 'fortnight':
      return 'time';
    default:
      return 'unknown';
  }
};

exports.render = function render(options) {
  if (typeof options.escape === 'function' && options.layout) return 'escaped ' + options.escape('a');
  return 'raw';
};

exports.scale = function scale(factor) {
  return (value) => (value > 4096 ? 'far too large' : value * factor);
};

exports.createShelf = function createShelf(places) {
  const things = [];
  return {
    put(thing) {
      if (things.length === 2) throw new TypeError('Expected a shelf that is not full');
      things.push(thing);
    },
    get free() {
      return things.length > 0 ? 'some' : 'all';
    },
  };
};
`;

const stuck = `exports.spin = function spin(text) {
  while (text === undefined || text.length >= 0);
};
exports.half = function half(n) {
  return n % 2 === 0 ? n / 2 : n;
};
`;

// Code on which a search never comes to rest: what it finds, and how simple, hangs on when it is broken off.
const vault = `exports.open = async function open(code, tries) {
  if (typeof code !== 'string') throw new TypeError('code must be text');
  await new Promise((resolve) => setTimeout(resolve, 5));
  let sum = 0;
  for (const letter of code) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  if (sum === 4711) return 'open';
  if (sum % 97 === 3) return 'nearly';
  return tries > 2 && sum % 13 === 5 ? 'locked' : 'closed';
};
`;
const rarities = Array.from({ length: 40 }, (_, index) => 503 + 74 * index);
const hash = `exports.bin = function bin(text) {
  let sum = 7;
  for (const letter of String(text)) sum = (sum * 31 + letter.charCodeAt(0)) % 1000003;
${rarities.map((rarity, at) => `  if (sum % ${rarity} === ${at}) return 'one in ${rarity}';`).join('\n')}
  return 'plain';
};
`;

/** Exports that exist only once the module has run. */
const made = `function painter(name) {
  return function paint(level) {
    return level > 3 ? name + '!' : name;
  };
}
class Shape {
  constructor(width) {
    this.width = width;
  }
}
const mixin = {
  area(height) {
    if (height < 0) throw new Error('negative height');
    return this.width * height;
  },
};
for (const name of Object.keys(mixin)) Shape.prototype[name] = mixin[name];
for (const name of ['red', 'green']) module.exports[name] = painter(name);
module.exports.Shape = Shape;
`;

let session: TinySession;

beforeAll(async () => {
  session = await openTinySession(
    tinyHost({
      'shop.js': shop,
      'deep.js': deep,
      'stuck.js': uninstrumentedLoop(stuck),
      'vault.js': vault,
      'hash.js': hash,
      'made.js': made,
    }).dir,
  );
});
afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

/** A loop that the explorer's own counters cannot stop. */
function uninstrumentedLoop(text: string): string {
  return text.replace('  while', '  /* istanbul ignore next */\n  while');
}

const explore = (...files: string[]): Promise<ExploreResult[]> => exploreTiny(session, files);

test('every branch of functions and classes is reached, and the same seed gives the same tests', async () => {
  const [found] = await explore('shop.js');
  expect(found).toMatchObject({ findings: [], skipped: [] });

  const grade = bodiesOf(found, 'grade');
  for (const answer of ['great', 'poor', 'fair']) expect(grade).toContain(`.toBe('${answer}')`);
  expect(grade).toMatch(/points is above 90/);

  const route = bodiesOf(found, 'route');
  for (const answer of ['staff', 'home', 'page']) expect(route).toContain(`.toBe('${answer}')`);
  expect(route).toContain('/admin/');

  const load = bodiesOf(found, 'load');
  expect(load).toContain('answers through the callback');
  expect(load).toContain("message: 'no such id'");
  expect(load).toMatch(/toEqual\(\[null, \{ id: /);

  const till = bodiesOf(found, 'Till.add') + bodiesOf(found, 'Till.close');
  expect(till).toContain(".toThrow('cannot add less than nothing')");
  expect(till).toContain(".toBe('empty')");
  expect(till).toMatch(/\.add\(.*\);\n.*toBe\('closed with \d+/);

  // Of two classes alike but for the order, only one gives back what was pushed last.
  const laws = found?.candidates.filter(({ kind }) => kind === 'property') ?? [];
  expect(laws.map(({ target, title }) => `${target} ${title}`)).toEqual([
    'shop.js#Pile.pop gives back what push was given last',
  ]);

  const [again] = await explore('shop.js');
  expect(again?.candidates).toEqual(found?.candidates);
});

test('a call that hangs is a finding, and costs its own function only', async () => {
  const [other, found] = await explore('shop.js', 'stuck.js');
  expect(found?.findings).toMatchObject([{ kind: 'hang', target: 'stuck.js#spin' }]);
  expect(found?.findings[0]?.detail).toContain('"member":null');
  expect(found?.skipped).toEqual([{ target: 'stuck.js#spin', reason: 'a call did not return' }]);
  expect(bodiesOf(found, 'spin')).toBe('');
  expect(bodiesOf(found, 'half')).toContain('half(');
  expect(other?.findings).toEqual([]);
  expect(bodiesOf(other, 'grade')).toContain("'great'");
});

/** Keeps all processors busy until it is called. */
function makeBusy(): () => void {
  const loops = Array.from({ length: 4 }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  return () => {
    for (const loop of loops) loop.kill();
  };
}

const textsOf = (results: ExploreResult[]): string[] =>
  results.map(({ candidates }) =>
    composeTestFile(session.host, {
      path: placeTests(session.session, candidates[0]?.file ?? '') ?? '',
      candidates,
    }),
  );

test('a search that is broken off gives the same files on an idle and on a busy machine', async () => {
  const alone = textsOf(await exploreTiny(session, ['vault.js', 'hash.js'], 150));
  const rest = makeBusy();
  try {
    const parallel = await Promise.all([
      exploreTiny(session, ['hash.js'], 150),
      exploreTiny(session, ['vault.js'], 150),
    ]);
    expect(textsOf(parallel.flat())).toEqual([...alone].reverse());
  } finally {
    rest();
  }
  for (const text of alone) expect(text).toContain('expect(');
  expect(alone.join('')).toContain("'closed'");
  expect(alone.join('')).toMatch(/'one in \d+'/);
});

test('what the code compares, looks for and returns leads to inputs', async () => {
  const [found] = await explore('deep.js');
  expect(found).toMatchObject({ findings: [], skipped: [] });

  const unit = bodiesOf(found, 'unit');
  for (const answer of ['unsigned', 'length', 'time', 'unknown'])
    expect(unit).toContain(`.toBe('${answer}')`);
  expect(bodiesOf(found, 'render')).toContain(".toBe('escaped ");
  expect(bodiesOf(found, 'scale')).toMatch(/expect\(scale\(.*\)\('?\d+'?\)\)\.toBe\('far too large'\)/);

  // Two steps have to come before the third, all on one result, and the error is one that the code means.
  const shelf = bodiesOf(found, 'createShelf');
  const put = String.raw`shelf\.put\(.*\);\n`;
  expect(shelf).toMatch(new RegExp(String.raw`const shelf = createShelf\(.*\);\n${put}${put}expect`));
  expect(shelf).toContain(".toThrow(new TypeError('Expected a shelf that is not full'))");
  expect(shelf).toMatch(new RegExp(String.raw`${put}expect\(shelf\.free\)\.toBe\('some'\)`));
});

test('what a module exports only when it runs is explored as well', async () => {
  const [found] = await explore('made.js');
  const painter = bodiesOf(found, 'painter');
  expect(painter).toMatch(/red\(.*\)\)\.toBe\('red'\)/);
  expect(painter).toMatch(/red\(.*\)\)\.toBe\('red!'\)/);
  const area = bodiesOf(found, 'mixin.area');
  expect(area).toMatch(/shape\.area\(-.*toThrow\('negative height'\)/);
  expect(area).toMatch(/new Shape\((\d+)\);\n.*shape\.area\(\d+\)\)\.toBe\(\d+\)/);
});
