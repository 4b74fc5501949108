/** Of a large collaborator a test gives the members that the code uses, and casts. */
import { analyze, describeParams, removeHosts, targetOf } from '../temp-host.js';
import type { TypeShape, TypeText } from '../../../../src/domain/type-shape.js';

afterAll(removeHosts);

const repository = `
  export declare class Repository<T> {
    private readonly manager: unknown;
    find(options?: object): Promise<T[]>;
    findOne(id: number): Promise<T | undefined>;
    save(entity: T): Promise<T>;
  }`;
const packageOf = (types: string, extra = ''): Record<string, string> => ({
  'node_modules/orm/package.json': `{ "name": "orm", "types": "index.d.ts"${extra} }`,
  'node_modules/orm/index.d.ts': types,
  'tsconfig.json': '{ "compilerOptions": { "module": "commonjs" } }',
});
const service = `
  import { Repository } from 'orm';
  import { Tag } from './tag';
  export class TagService {
    constructor(private readonly tags: Repository<Tag>) {}
    async names() { return (await this.tags.find()).map((tag) => tag.name); }
  }`;
const tag = `export interface Tag { name: string }`;

async function constructed(
  files: Record<string, string>,
  id: string,
): Promise<{ shown: string; cast: TypeText | undefined }> {
  const target = targetOf(await analyze(files), id);
  const { constructorParams: params } = target;
  const type: TypeShape | undefined = params[0]?.type;
  return {
    shown: describeParams({ ...target, params }),
    cast: type?.kind === 'object' ? type.cast : undefined,
  };
}

test('a field that a constructor declares is what the methods use of it, with the declared types', async () => {
  const files = { ...packageOf(repository), 'src/tag.ts': tag, 'src/tags.ts': service };
  expect(await constructed(files, 'src/tags.ts#TagService.names')).toEqual({
    shown: 'tags: {find: (undefined | {}) => Promise<({name: string})[]>}',
    cast: {
      text: 'Repository<Tag>',
      names: [
        { local: 'Repository', imported: 'Repository', from: { kind: 'package', name: 'orm' } },
        { local: 'Tag', imported: 'Tag', from: { kind: 'file', path: 'src/tag.ts' } },
      ],
    },
  });
});

test('types of packages are found as the repository finds them, whatever a newer package exports', async () => {
  const modern =
    ', "main": "index.js", "exports": { ".": { "import": "./index.mjs", "require": "./index.js" } }';
  const files = { ...packageOf(repository, modern), 'src/tag.ts': tag, 'src/tags.ts': service };
  expect((await constructed(files, 'src/tags.ts#TagService.names')).cast?.text).toBe('Repository<Tag>');
});

test.each<[string, string, TypeText | undefined]>([
  [
    'a type that the file keeps to itself',
    'interface Store { a(): 1; b(): 1; c(): 1; d(): 1; e(): 1; f(): 1; get(): number }',
    { text: 'never', names: [] },
  ],
  [
    'a type of the file',
    'export interface Store { a(): 1; b(): 1; c(): 1; d(): 1; e(): 1; f(): 1; get(): number }',
    { text: 'Store', names: [{ local: 'Store', imported: 'Store', from: { kind: 'file', path: 'a.ts' } }] },
  ],
  ['a small type, which is given whole', 'export interface Store { a(): 1; get(): number }', undefined],
])('%s', async (_, declaration, cast) => {
  const source = `${declaration}
    export class Reader { constructor(private store: Store) {} read() { return this.store.get() + 1; } }`;
  expect((await constructed({ 'a.ts': source }, 'a.ts#Reader.read')).cast).toEqual(cast);
});

test('where anything is allowed, the use says what is needed', async () => {
  const source =
    'export class Reader { constructor(private store: any) {} read() { return this.store.get("a") * 2; } }';
  const { shown, cast } = await constructed({ 'a.ts': source }, 'a.ts#Reader.read');
  expect([shown, cast]).toEqual(['store: {get: (unknown) => number}', undefined]);
});

const page = `
  interface Part { a: 1; b: 1; c: 1; d: 1; e: 1; f: 1; g: 1; h: 1; i: 1; j: 1; k: 1; l: 1; m: 1; n: 1; o: 1; p: 1 }
  interface Page extends Part { body: Part; title: string }
  declare var page: Page;`;
const global = {
  'node_modules/@types/node/package.json': '{ "name": "@types/node", "types": "index.d.ts" }',
  'node_modules/@types/node/index.d.ts': page,
};

test('a comment that happens to name something of a page says nothing; the use does', async () => {
  const source = '/** @param {page} obj */\nexports.keep = (obj) => obj.count * 2;\n';
  expect(describeParams(targetOf(await analyze({ ...global, 'a.js': source }), 'a.js#keep'))).toBe(
    'obj: {count?: number}',
  );
});

test('a large object of somebody else is unknown where it is a part of another', async () => {
  const source = 'export const titleOf = (options: { part: Part; deep: boolean }) => options.part.a;';
  expect(describeParams(targetOf(await analyze({ ...global, 'a.ts': source }), 'a.ts#titleOf'))).toBe(
    'options: {part: unknown, deep: boolean}',
  );
});
