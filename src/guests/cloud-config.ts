import { quote } from './quote.ts';

/** What the guests understand of `#cloud-config`. */
export interface CloudConfig {
  readonly keys: readonly string[];
  readonly users: readonly { readonly name: string; readonly keys: readonly string[] }[];
  /** Texts of host keys by the names of their files in /etc/ssh. */
  readonly hostKeys: Readonly<Record<string, string>>;
  readonly files: readonly { readonly path: string; readonly content: Buffer; readonly mode: number }[];
  readonly commands: readonly string[];
}

interface Line {
  readonly indent: number;
  readonly text: string;
  readonly raw: string;
}

type Value = string | readonly Value[] | { readonly [key: string]: Value };

/**
 * Reads a small part of YAML: nested maps and lists in block form, plain and quoted scalars, `[a, b]` of scalars
 * and `|` blocks. Keys obeyed: ssh_authorized_keys, ssh_keys, users (name, ssh_authorized_keys), write_files (path, content,
 * permissions, encoding b64) and runcmd. Gives a reason when the text goes beyond that.
 */
export function parseCloudConfig(text: string): CloudConfig | string {
  try {
    const lines = text.split('\n').map(toLine);
    const [value] = readBlock(lines, skipBlank(lines, 0), 0);
    return toConfig(value);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function toLine(raw: string): Line {
  const text = raw.trimStart();
  return { indent: raw.length - text.length, text: text.trimEnd(), raw };
}

function skipBlank(lines: readonly Line[], from: number): number {
  let index = from;
  while (index < lines.length && (lines[index]?.text === '' || lines[index]?.text.startsWith('#'))) index++;
  return index;
}

/** The value that starts at a line, and the line after it. */
function readBlock(lines: readonly Line[], from: number, indent: number): [Value, number] {
  const first = lines[from];
  if (first === undefined || first.indent < indent) return ['', from];
  return first.text.startsWith('- ') || first.text === '-' ? readList(lines, from) : readMap(lines, from);
}

function readList(lines: readonly Line[], from: number): [Value, number] {
  const indent = lines[from]?.indent ?? 0;
  const items: Value[] = [];
  let index = from;
  for (;;) {
    const line = lines[index];
    if (line === undefined || line.indent !== indent || !/^-(?: |$)/.test(line.text)) return [items, index];
    const rest = line.text.slice(1).trimStart();
    const at = indent + line.text.length - rest.length;
    if (/^[\w-]+:(?: |$)/.test(rest)) {
      const inner = [...lines];
      inner[index] = { indent: at, text: rest, raw: rest };
      const [item, next] = readMap(inner, index);
      items.push(item);
      index = next;
    } else {
      const [item, next] = readScalar(lines, index, { rest, indent });
      items.push(item);
      index = next;
    }
    index = skipBlank(lines, index);
  }
}

function readMap(lines: readonly Line[], from: number): [Value, number] {
  const indent = lines[from]?.indent ?? 0;
  const entries: Record<string, Value> = {};
  let index = from;
  for (;;) {
    const line = lines[index];
    if (line === undefined || line.indent !== indent) return [entries, index];
    const match = /^([\w-]+):(?: +(.*))?$/.exec(line.text);
    if (match === null) throw new Error(`line ${index + 1} is beyond the supported part of YAML`);
    const [value, next] = readScalar(lines, index, { rest: match[2] ?? '', indent });
    entries[match[1] ?? ''] = value;
    index = skipBlank(lines, next);
  }
}

function readScalar(
  lines: readonly Line[],
  index: number,
  at: { rest: string; indent: number },
): [Value, number] {
  const { rest, indent } = at;
  if (/^\|[-+]?$/.test(rest)) return readText(lines, index + 1, { indent, chomp: rest === '|-' });
  if (rest === '') {
    const next = skipBlank(lines, index + 1);
    const line = lines[next];
    const deeper =
      line !== undefined && (line.indent > indent || (line.indent === indent && line.text.startsWith('- ')));
    return deeper ? readBlock(lines, next, line.indent) : ['', next];
  }
  if (/^[>&*{!]/.test(rest)) throw new Error(`line ${index + 1} is beyond the supported part of YAML`);
  if (rest.startsWith('[')) {
    const inner = /^\[(.*)\]$/.exec(rest)?.[1];
    if (inner === undefined) throw new Error(`line ${index + 1}: a list must end on its line`);
    const items = inner.match(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]+/g) ?? [];
    return [items.map((item) => unquote(item.trim())), index + 1];
  }
  return [unquote(rest), index + 1];
}

function readText(
  lines: readonly Line[],
  from: number,
  how: { indent: number; chomp: boolean },
): [Value, number] {
  const base = lines[from]?.indent ?? 0;
  const kept: string[] = [];
  let index = from;
  for (; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || (line.text !== '' && line.indent <= how.indent)) break;
    kept.push(line.raw.slice(base));
  }
  return [kept.join('\n').replace(/\n*$/, how.chomp ? '' : '\n'), index];
}

function unquote(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text.startsWith('"')) return String(JSON.parse(text));
  return text.replace(/ #.*$/, '');
}

function toConfig(value: Value): CloudConfig {
  const root = asMap(value);
  return {
    keys: asList(root['ssh_authorized_keys']).map(String),
    users: asList(root['users'])
      .map(asMap)
      .filter((user) => typeof user['name'] === 'string')
      .map((user) => ({ name: String(user['name']), keys: asList(user['ssh_authorized_keys']).map(String) })),
    hostKeys: hostKeysOf(asMap(root['ssh_keys'])),
    files: asList(root['write_files'])
      .map(asMap)
      .map((file) => ({
        path: String(file['path'] ?? ''),
        content: Buffer.from(
          String(file['content'] ?? ''),
          /^b(?:ase)?64$/.test(String(file['encoding'])) ? 'base64' : 'utf8',
        ),
        mode: Number.parseInt(String(file['permissions'] ?? '0644'), 8),
      })),
    commands: asList(root['runcmd']).map((item) =>
      Array.isArray(item) ? item.map((word) => quote(String(word))).join(' ') : String(item),
    ),
  };
}

function hostKeysOf(keys: Readonly<Record<string, Value>>): Readonly<Record<string, string>> {
  const named = Object.entries(keys).flatMap(([name, text]) => {
    const [, type, half] = /^(\w+)_(private|public)$/.exec(name) ?? [];
    if (type === undefined) return [];
    return [[`ssh_host_${type}_key${half === 'public' ? '.pub' : ''}`, String(text)] as const];
  });
  return Object.fromEntries(named);
}

function asMap(value: Value | undefined): Readonly<Record<string, Value>> {
  return isMap(value) ? value : {};
}

function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && !Array.isArray(value);
}

function asList(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
