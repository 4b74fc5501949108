/** Recognises in an error that a package with a native part was installed without building it. */

const signs =
  /Cannot find module '[^']*\.node'|Could not locate the bindings file|No native build was found|was compiled against a different Node|invalid ELF header|Error loading shared library/;
/** The package of the innermost `node_modules` that the message names, less those that only look for the native part. */
const named = /node_modules[\\/]((?:@[\w.-]+[\\/])?[\w.-]+)/g;
const finders = [
  'bindings',
  'node-gyp-build',
  '@mapbox/node-pre-gyp',
  'node-pre-gyp',
  'prebuild-install',
  'jest-runtime',
];

/** The line that says what to do; null for any other error. */
export function nativeRemedy(message: string): string | null {
  const sign = signs.exec(message);
  if (!sign) return null;
  const names = [...message.slice(sign.index).matchAll(named)].map(([, name = '']) =>
    name.replace('\\', '/'),
  );
  const name = names.find((each) => !finders.includes(each));
  return `A native package is not built here: \`npm rebuild${name === undefined ? '' : ` ${name}`}\` builds it.`;
}
