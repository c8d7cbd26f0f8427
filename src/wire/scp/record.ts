/** What `scp` announces: a file or folder, the times of the next one, the end of a folder. */
export type ScpRecord = ScpEntry | { readonly kind: 'T'; readonly modified: number } | { readonly kind: 'E' };

export interface ScpEntry {
  /** A file, or a folder that is entered. */
  readonly kind: 'C' | 'D';
  readonly mode: number;
  readonly size: number;
  readonly name: string;
}

/** Undefined: it is none. Nor is one whose name would lead out of the folder that was asked for. */
export function readRecord(line: string): ScpRecord | undefined {
  if (line === 'E') return { kind: 'E' };
  if (line.startsWith('T')) return { kind: 'T', modified: Number(line.slice(1).split(' ')[0]) };
  const [, kind, mode = '', size, name = ''] = /^([CD])([0-7]{4,}) (\d+) ([^/\n]+)$/.exec(line) ?? [];
  if (kind === undefined || name === '.' || name === '..') return undefined;
  const bits = Number.parseInt(mode, 8) & 0o7777;
  return { kind: kind === 'D' ? 'D' : 'C', mode: bits, size: Number(size), name };
}

/** A record as a line with its end. */
export function record({ kind, mode, size, name }: ScpEntry): string {
  return `${kind}${(mode & 0o7777).toString(8).padStart(4, '0')} ${size} ${name}\n`;
}
