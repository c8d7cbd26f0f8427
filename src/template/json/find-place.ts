import type { Path, Place, Spot } from '../../errors/mistake.ts';
import { placeAt, type Source } from '../model/place.ts';
import type { JsonMember, JsonNode, JsonTable } from './node.ts';

/** Where a spot of a template stands, or the deepest part of the way to it that is written; nothing if no part is. */
export function findPlace(
  root: JsonNode,
  source: Source,
  { path, part = 'value', within }: Spot,
): Place | undefined {
  let node = root;
  let member: JsonMember | undefined;
  let taken = 0;
  for (const step of written(root, path)) {
    const next = stepInto(node, step);
    if (next === undefined) return taken === 0 ? undefined : placeOf(source, node, member);
    ({ node, member } = next);
    taken += 1;
  }
  if (part === 'key' || node.kind !== 'scalar') return placeOf(source, node, member);
  if (within === undefined || typeof node.value !== 'string') return placeAt(source, node.start, node.end);
  const last = node.end - 1;
  const start = rawOffset(source.text, node.start + 1, { last, count: within.offset });
  return placeAt(source, start, rawOffset(source.text, start, { last, count: within.length }));
}

/** What has parts of its own is marked by its key. */
function placeOf(source: Source, node: JsonNode, member: JsonMember | undefined): Place {
  return member === undefined
    ? placeAt(source, node.start, node.end)
    : placeAt(source, member.keyStart, member.keyEnd);
}

interface Part {
  readonly node: JsonNode;
  readonly member: JsonMember | undefined;
}

function stepInto(node: JsonNode, step: string | number): Part | undefined {
  if (node.kind === 'array') {
    const item = node.items[Number(step)];
    return item && { node: item, member: undefined };
  }
  const member = node.kind === 'object' ? findMember(node, String(step)) : undefined;
  return member && { node: member.value, member };
}

/** A post-processor may stand where its chain would. */
function written(root: JsonNode, path: Path): Path {
  const [key, chain, index, ...rest] = path;
  if (key !== 'post-processors' || chain === undefined || index === undefined) return path;
  const chains = stepInto(root, key)?.node;
  const one = chains && stepInto(chains, chain)?.node;
  return one === undefined || one.kind === 'array' ? path : [key, chain, ...rest];
}

/** Exact key first, then one that differs in case only: the order in which Packer matches keys. */
function findMember(node: JsonTable, key: string): JsonMember | undefined {
  const exact = node.members.find((member) => member.key === key);
  return exact ?? node.members.find((member) => member.key.toLowerCase() === key.toLowerCase());
}

/** The offset in the file `count` characters of a string's value behind `from`, at most that of its end. */
function rawOffset(
  text: string,
  from: number,
  { last, count }: { readonly last: number; readonly count: number },
): number {
  let offset = from;
  for (let passed = 0; passed < count && offset < last; passed += 1) {
    const escaped = text[offset] === '\\';
    offset += escaped ? (text[offset + 1] === 'u' ? 6 : 2) : 1;
  }
  return offset;
}
