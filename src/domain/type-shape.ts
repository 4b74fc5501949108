/** A declared or inferred type, cut down to what an author needs to make values of it; plain data. */

/** The expression by which a test gets hold of a value of the host: an import, then a chain of members. */
export interface Access {
  /** Host-relative path of the module to import. */
  module: string;
  export:
    | { kind: 'named'; name: string }
    | { kind: 'default' }
    /** The whole of `module.exports`. */
    | { kind: 'module' };
  /** Members read one after the other from what was imported: `['Parser', 'parse']` for an exported object. */
  members: string[];
}

export type TypeShape =
  /** Nothing is known: the author tries what the code's use of the value suggests. */
  | { kind: 'unknown' }
  | { kind: 'boolean' | 'bigint' | 'symbol' | 'null' | 'undefined' }
  /** `brand` is the exported alias of a branded primitive, to which a test has to cast; `holds`: the text is a document. */
  | { kind: 'string' | 'number'; brand?: Access; holds?: TextContent }
  /** `access` leads to the member of an exported enum that has this value. */
  | { kind: 'literal'; value: string | number | boolean; access?: Access }
  | { kind: 'union'; of: TypeShape[] }
  | { kind: 'array'; of: TypeShape }
  | { kind: 'tuple'; of: TypeShape[]; rest?: TypeShape }
  /**
   * `isOpaque`: no literal is of this type, because it has private members or is keyed by symbols. `cast`: the properties are
   * the part that the code uses of this type, to which a test has to cast.
   */
  | ({
      kind: 'object';
      name?: string;
      properties: PropertyShape[];
      index?: TypeShape;
      isOpaque?: true;
      cast?: TypeText;
    } & Given)
  | ({ kind: 'function'; params: TypeShape[]; returns: TypeShape } & Given)
  /** A class of the language or platform: Date, RegExp, Map, Set, Error, Uint8Array, Buffer, URL, Promise, Iterable. */
  | { kind: 'builtin'; name: string; args: TypeShape[] }
  /** A class of the host that a test can construct. */
  | ({ kind: 'class'; name: string; access: Access; constructorParams: Parameter[] } & Given);

/** A type as it is written, and the names in it that a test has to import. */
export interface TypeText {
  text: string;
  names: ImportedType[];
}

/** The name of a type, and where it is exported; files are host-relative. */
export interface ImportedType {
  local: string;
  imported: string;
  from: { kind: 'file'; path: string } | { kind: 'package'; name: string };
}

/** The data that the code reads out of a text. */
export interface TextContent {
  of: TypeShape;
  /** The host's function that parses the text; null is `JSON.parse`. */
  reader: Access | null;
  /** Functions of the host that may write such a text, by their names. */
  writers: Access[];
}

/** One position of a function's parameters. */
export interface Parameter {
  name: string;
  type: TypeShape;
  /** The type as the source spells it, or null when nothing is declared. */
  declared: string | null;
  optional: boolean;
  rest: boolean;
}

/** The sources of a type's values. */
export interface Given {
  /** The host's exports that are of the type, or return it when called. */
  givenBy?: Producer[];
}

/** Something exported that is a value of some type, or a function that gives one. */
export interface Producer {
  /** A function's access includes the member by which its holder has it. */
  access: Access;
  isCall: boolean;
  /** The parameters of a method that is not a target itself. */
  params?: Parameter[];
}

export interface PropertyShape {
  name: string;
  type: TypeShape;
  optional: boolean;
}

/** A value as somebody wrote it down in source text; plain data, and part of what the explorer can print. */
export type Literal =
  | { k: 'lit'; v: string | number | boolean | null }
  | { k: 'undef' }
  | { k: 'num'; v: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { k: 'big'; v: string }
  | { k: 'regex'; source: string; flags: string }
  | { k: 'date'; ms: number | null }
  | { k: 'arr'; items: Literal[] }
  | { k: 'obj'; props: [string, Literal][] };
