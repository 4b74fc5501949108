import { quoteWord, splitCommands } from '../../../../src/analyze/runner/commands/shell-words.js';

const words = (line: string, variables?: Record<string, string>): string[][] =>
  splitCommands(line, variables).map((command) => command.words);

describe('splitting a line into commands', () => {
  test('every operator ends a command', () => {
    expect(words('tsc && jest; eslint . || true | tee log & wait')).toEqual([
      ['tsc'],
      ['jest'],
      ['eslint', '.'],
      ['true'],
      ['tee', 'log'],
      ['wait'],
    ]);
    expect(splitCommands('a && b || c').map(({ joint }) => joint)).toEqual([null, '&&', '||']);
  });

  test('quotes keep a word together, and go', () => {
    expect(words(`jest -t "a b" 'c d' e\\ f --x="1 2"`)).toEqual([
      ['jest', '-t', 'a b', 'c d', 'e f', '--x=1 2'],
    ]);
    expect(words(`jest "say \\"hi\\"" '\\n'`)).toEqual([['jest', 'say "hi"', '\\n']]);
  });

  test('an operator between quotes is text', () => {
    expect(words(`jest "a && b" 'c; d'`)).toEqual([['jest', 'a && b', 'c; d']]);
  });

  test('assignments before a command hold for it alone', () => {
    expect(splitCommands('TZ=UTC NODE_ENV="my test" jest A=1 && next')).toEqual([
      { env: { TZ: 'UTC', NODE_ENV: 'my test' }, words: ['jest', 'A=1'], joint: null },
      { env: {}, words: ['next'], joint: '&&' },
    ]);
  });

  test('export, set and a bare assignment hold for what follows', () => {
    for (const line of ['export A=1 && jest', 'set A=1&& jest', 'A=1; jest']) {
      expect(splitCommands(line)).toMatchObject([{ env: { A: '1' }, words: ['jest'] }]);
    }
  });

  test('variables are put in, except between single quotes', () => {
    const variables = { DIR: 'src' };
    expect(words(`jest $DIR/a "\${DIR}/b" '$DIR' \${NONE:-else} [$NONE]`, variables)).toEqual([
      ['jest', 'src/a', 'src/b', '$DIR', 'else', '[]'],
    ]);
  });

  test('redirections, comments and parentheses are no words', () => {
    expect(words('(jest --ci > log.txt 2>&1) # later')).toEqual([['jest', '--ci']]);
    expect(words('cat < in.txt\njest')).toEqual([['cat'], ['jest']]);
  });

  test('command substitution stays as it is', () => {
    expect(words('jest $(ls src)')).toEqual([['jest', '$(ls src)']]);
  });

  test('an open quote and an empty line do no harm', () => {
    expect(words(`jest "open`)).toEqual([['jest', 'open']]);
    expect(words('  ')).toEqual([]);
    expect(words('&& ;')).toEqual([]);
  });
});

test('a quoted word is read back as it was', () => {
  for (const word of ['plain', 'a b', "it's", '$HOME', 'a"b', '**/*.test.ts', '']) {
    expect(words(`x ${quoteWord(word)}`)).toEqual([['x', word]]);
  }
});
