/** Chooses which options of Node a script may bring into the sandbox; pure. */
import { splitCommands } from './commands/shell-words.js';

/** Options that change how code is loaded or run. None of them opens the sandbox. */
const allowed =
  /^(?:--experimental-(?!permission|policy)[\w-]+|--no-experimental-(?!permission|policy)[\w-]+|--harmony[\w-]*|--no-warnings|--disable-warning|--require|--import|--loader|--conditions|--max-old-space-size|--max_old_space_size|--stack-size|--expose-gc|--expose_gc|--openssl-legacy-provider|--unhandled-rejections|--preserve-symlinks(?:-main)?|--enable-source-maps|--trace-[\w-]+|--es-module-specifier-resolution|--localstorage-file|--no-deprecation|--throw-deprecation|--icu-data-dir|-r|-C)$/;
const withValue =
  /^(?:-r|-C|--require|--import|--loader|--experimental-loader|--conditions|--disable-warning)$/;

/** The options among these words that the sandbox takes over, each with its value. */
export function chooseNodeOptions(words: readonly string[]): string[] {
  const chosen: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const takesNext = withValue.test(word);
    const value = takesNext ? words[at + 1] : undefined;
    if (allowed.test(word.split('=')[0] ?? '')) chosen.push(word, ...(value === undefined ? [] : [value]));
    if (takesNext) at++;
  }
  return chosen;
}

/** The words of `NODE_OPTIONS`. */
export const wordsOfNodeOptions = (text: string): string[] => splitCommands(text)[0]?.words ?? [];
