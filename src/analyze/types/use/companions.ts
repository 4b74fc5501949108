/** Completes what code reads from Node's own objects: packages that it hands them to read more, and headers are texts. */
import type { PropertyShape, TypeShape } from '../../../domain/type-shape.js';

const unknown: TypeShape = { kind: 'unknown' };
const fn = (params: TypeShape[]): TypeShape => ({ kind: 'function', params, returns: { kind: 'undefined' } });

/** Whether a member says that the object is a response to an HTTP request. */
const isOfResponse = /^(?:setHeader|writeHead|removeHeader)$/;
const ofResponse: readonly PropertyShape[] = [
  { name: 'getHeader', type: fn([{ kind: 'string' }]), optional: true },
  { name: 'setHeader', type: fn([{ kind: 'string' }, unknown]), optional: true },
];

const isOfMessage = ({ name, type }: PropertyShape): boolean => name === 'headers' && type.kind === 'object';

/** The headers of a message, each of which is a text. */
function withTexts({ type, ...property }: PropertyShape): PropertyShape {
  if (type.kind !== 'object') return { ...property, type };
  const properties = type.properties.map((header): PropertyShape => {
    return { ...header, type: { kind: 'string' } };
  });
  return { ...property, type: { ...type, properties } };
}

/** The properties that code reads from an object, with those that belong to them. */
export function withCompanions(properties: readonly PropertyShape[]): PropertyShape[] {
  const given = properties.map((property) => (isOfMessage(property) ? withTexts(property) : property));
  if (!given.some(({ name }) => isOfResponse.test(name))) return given;
  return [...given, ...ofResponse.filter(({ name }) => given.every((other) => other.name !== name))];
}
