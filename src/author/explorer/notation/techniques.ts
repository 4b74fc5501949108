/** The explorer's techniques by name, so that each can be switched off to measure what it gives. */

/** One line for each; the code that belongs to a technique asks for it by this name. */
export const techniques = {
  constants: 'Texts and numbers that stand in the code are tried as inputs.',
  regexes: 'Texts are made that match the regular expressions of the code.',
  names: 'Objects are given the property names that the code reads.',
  examples: 'Arguments from doc comments, the README, tests and callers are tried as they are.',
  'runtime-exports': 'What a module exports only once it runs is explored as well.',
  'declared-types': 'Inputs follow the declared types and those inferred from use.',
  feedback: 'Inputs that reached something new are kept and built upon.',
  mutation: 'Inputs that were kept are varied a little, in place of being run again as they are.',
  correlation: 'What stands in one place of an input is said in another place of it, too.',
  splicing: 'Arguments, options and steps of two kept inputs are joined.',
  'comparison-tracing': 'What the running code compares, matches and looks for is put into its inputs.',
  tables: 'Each row of a table that the code looks a text up in is tried, with texts that match its pattern.',
  climbing:
    'Characters and digits of inputs are changed one by one towards what computed values are compared with.',
  sequences: 'Objects take several steps before the last one is looked at.',
  'acting-functions': 'Functions among the inputs call what they are given, fail, or give it back.',
  files: 'Code that works on files gets a temp folder with files in it.',
  'stand-ins': "Node's functions that reach outside are replaced by ones that answer as the input says.",
  producers: 'What the host exports, and what its functions give, is handed to its other functions.',
  results: 'Functions that calls return are called, and methods of the objects that they return.',
  'held-results': 'What a call returns is held, and used several times before it is looked at.',
  shrinking: 'Chosen inputs are made simpler.',
  laws: 'Laws that a name and shape suggest are tried and become properties.',
} as const satisfies Record<string, string>;

export type Technique = keyof typeof techniques;

/**
 * Whether a name is that of a technique.
 * @public used by the benches
 */
export const isTechnique = (name: string): name is Technique => Object.hasOwn(techniques, name);
