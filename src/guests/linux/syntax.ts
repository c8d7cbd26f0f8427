/** A node of the shell's syntax tree, looked at without its many types. */
export type ShellTree = Record<string, unknown>;

export function isTree(node: unknown): node is ShellTree {
  return typeof node === 'object' && node !== null;
}

export function sizeOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

/** A word that stands for itself. */
export function word(value: string): ShellTree {
  return { type: 'Word', parts: [{ type: 'Literal', value }] };
}

function partsOf(node: unknown): readonly ShellTree[] {
  return isTree(node) && Array.isArray(node['parts']) ? node['parts'].filter(isTree) : [];
}

/** The text of a word that needs no expansion. */
export function literalOf(node: unknown): string | undefined {
  const parts = partsOf(node);
  const [first] = parts;
  if (parts.length !== 1 || first === undefined) return undefined;
  if (first['type'] === 'DoubleQuoted' && Array.isArray(first['parts'])) return literalOf(first);
  return typeof first['value'] === 'string' ? first['value'] : undefined;
}

/** Whether the written part of a word has a slash in it. */
export function hasSlash(node: unknown): boolean {
  return partsOf(node).some(
    (part) => (typeof part['value'] === 'string' && part['value'].includes('/')) || hasSlash(part),
  );
}
