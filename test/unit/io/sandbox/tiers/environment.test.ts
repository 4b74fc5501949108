import { insideEnvironment } from '../../../../../src/io/sandbox/tiers/environment.js';

test('nothing of our own environment enters a box, and the key of the model least of all', () => {
  const outside = {
    OPENAI_API_KEY: 'sk-the-key',
    GITHUB_TOKEN: 'ghp_x',
    NODE_OPTIONS: '--inspect',
    PATH: '/evil',
  };
  const inside = insideEnvironment({
    command: { MINE: '1' },
    passEnv: [],
    outside,
    home: '/tmp/home',
    temp: '/tmp/temp',
    nodeFolder: '/node/bin',
  });
  expect(Object.keys(inside).sort()).toEqual(['CI', 'HOME', 'LANG', 'MINE', 'NODE_ENV', 'PATH', 'TMPDIR']);
  expect(JSON.stringify(inside)).not.toMatch(/sk-the-key|ghp_x|evil|inspect/);
});
