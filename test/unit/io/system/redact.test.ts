import { createRedactor, readSecrets } from '../../../../src/io/system/redact.js';

const fake = (prefix: string, length: number): string => prefix + 'aB3'.repeat(length).slice(0, length);

describe('values of the environment', () => {
  const redact = createRedactor({
    OPENAI_API_KEY: 'plain-looking-value',
    npm_config__authToken: 'tok-12345678',
    DB_PASSWORD: 'correct horse battery',
    AWS_SECRET_ACCESS_KEY: 'tok-12345678-and-more',
    SHORT_TOKEN: 'dev',
    KEYBOARD: 'qwertz-layout',
    MONKEY_NAME: 'chimpanzee',
    PWD: '/home/someone/project',
    NODE_ENV: 'production',
  });

  test.each([
    ['a key', `const key = 'plain-looking-value';`, `const key = '[redacted]';`],
    ['a password with spaces', 'log("correct horse battery")', 'log("[redacted]")'],
    ['every occurrence', 'tok-12345678 tok-12345678', '[redacted] [redacted]'],
    ['the longer of two that overlap', 'x=tok-12345678-and-more', 'x=[redacted]'],
  ])('masks %s', (_name, text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  test('leaves short values and values of other variables alone', () => {
    const text = `mode('dev'); press('qwertz-layout'); is('chimpanzee'); in('/home/someone/project'); env('production')`;
    expect(redact(text)).toBe(text);
  });
});

describe('the same secret in other clothes', () => {
  const value = `p"w'1\n/longer-line-of-the-secret`;
  const redact = createRedactor({ DB_PASSWORD: value, API_KEY: 'k3y-of-the-service-0815' });

  test.each([
    ['in JSON', JSON.stringify(value), '"[redacted]"'],
    ['in a URL', `?p=${encodeURIComponent(value)}`, '?p=[redacted]'],
    ['in base64', Buffer.from(value).toString('base64'), '[redacted]'],
    ['one long line of it', '+ /longer-line-of-the-secret', '+ [redacted]'],
    ['cut off', 'const key = "k3y-of-the-serv…', 'const key = "[redacted]…'],
  ])('is masked %s', (_name, text, clean) => expect(redact(text)).toBe(clean));
});

test('settings and passwords that everybody knows are no secrets, whatever their names', () => {
  const redact = createRedactor({ MAX_TOKENS: '1000000', AUTH: 'disabled', PGPASSWORD: 'postgres' });
  const text = 'limit(1000000); mode("disabled"); connect("postgres")';
  expect(redact(text)).toBe(text);
});

describe('finding', () => {
  const { find } = readSecrets({ DB_PASSWORD: 'correct horse battery' });

  test.each([
    ["log('correct horse battery')", "the value of the environment's DB_PASSWORD"],
    [`connect('${fake('ghp_', 36)}')`, 'what looks like a GitHub token'],
    ["open('postgres://app:s3cret-9@db')", 'a URL with a password'],
  ])('%s', (text, words) => expect(find(text)).toBe(words));

  test('passes what tests of code that reads URLs write', () => {
    expect(find("expect(parse('http://user:password@host/').user).toBe('user')")).toBeUndefined();
  });
});

describe('well-known shapes', () => {
  const redact = createRedactor({});

  test.each([
    ['an API key', fake('sk-', 40)],
    ['a project API key', fake('sk-proj-', 40)],
    ['a GitHub token', fake('ghp_', 36)],
    ['a fine-grained GitHub token', fake('github_pat_', 60)],
    ['an AWS key', 'AKIA' + 'ABCD1234EFGH5678'],
    ['an npm token', fake('npm_', 36)],
    ['a Slack token', fake('xoxb-', 24)],
    ['a JSON web token', `${fake('eyJ', 20)}.${fake('eyJ', 30)}.${fake('', 40)}`],
  ])('masks %s', (_name, secret) => {
    expect(redact(`const t = '${secret}';`)).toBe(`const t = '[redacted]';`);
  });

  test('masks a private key block, also one that is cut off', () => {
    const begin = '-----BEGIN RSA ' + 'PRIVATE KEY-----';
    const end = '-----END RSA ' + 'PRIVATE KEY-----';
    expect(redact(`a\n${begin}\nMIIabc\n${end}\nb`)).toBe('a\n[redacted]\nb');
    expect(redact(`a\n${begin}\nMIIabc\n`)).toBe('a\n[redacted]');
  });

  test('masks only the password of a URL', () => {
    expect(redact('postgres://app:s3cret@db.local:5432/x')).toBe('postgres://app:[redacted]@db.local:5432/x');
    expect(redact('https://example.com:8080/a@b')).toBe('https://example.com:8080/a@b');
  });

  test('leaves ordinary source alone', () => {
    const source = `// skip this\nconst task = 'sk-1'; const npm_config = 1; risk-averse; akia(); 'user@host'`;
    expect(redact(source)).toBe(source);
  });
});
