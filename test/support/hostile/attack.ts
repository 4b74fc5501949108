/** What a hostile case is: data, with a name, code and what must not have happened afterwards. */

/** Where things are that an attack goes for; its code finds this as `at`. */
export interface Aims {
  /** Unique for the attack: in names of what it writes, in what it sends, in the arguments of what it starts. */
  mark: string;
  home: string;
  /** Of the host that is attacked, outside of the box. */
  repo: string;
  hooks: string;
  modules: string;
  /** A file of the host that only this attack goes for. */
  victim: string;
  /** What an attack says when it could read what it should not. */
  proof: string;
  /** A folder of ours, and a file in it that holds a secret. */
  outside: string;
  secretFile: string;
  /** The temp folder of the machine. */
  temp: string;
  port: number;
  udpPort: number;
  unixSocket: string;
  abstractSocket: string;
  /** A process of ours, with a secret in its environment, that an attack may try to signal. */
  bystander: number;
  parent: number;
  /** The copy in the box, and its scratch folder. */
  copy: string;
  scratch: string;
}

/** What the watcher outside can see of an attack that got out. */
export type Damage =
  'wrote outside' | 'changed a file' | 'connected' | 'survived' | 'signalled a process' | 'told a secret';

export interface Attack {
  name: string;
  /** The row of the table that it belongs to. */
  kind: AttackKind;
  /** Statements of an async function; `at` and `require` are in scope. Must end by itself and may throw. */
  code: string;
  /** What the reduced tier does not hold: the damage that is expected there. */
  reducedLets?: readonly Damage[];
  /** What keeps it from doing harm even without a box, such as a Node that lacks what it uses; then it tests the policy only. */
  toothless?: string;
  /** Allowed by the policy, because there is nothing to be had. */
  isAllowed?: boolean;
}

export const attackKinds = [
  'writes outside',
  'starts programs and threads',
  'loads native code',
  'uses the network and sockets',
  'reads secrets',
  'outlives its run',
  'harms other processes',
  'evades the policy',
] as const;
export type AttackKind = (typeof attackKinds)[number];
