import { Hash, isList, PsObject, textOf, type Value } from './value.ts';

const end = '\r\n';

/** Makes text of what reaches the end of a pipeline, as a console shows it. */
export class Formatter {
  /** What the last object looked like: its heading is not repeated. */
  #heading = '';

  /** Lines with their ends. */
  show(value: Value): string {
    if (isList(value)) return value.map((item) => this.show(item)).join('');
    if (value === undefined) return '';
    if (value instanceof Hash) return this.#begin('hash', hashHeading) + hashRows(value);
    if (value instanceof PsObject && value.members.shown !== undefined) return this.#object(value);
    this.#heading = '';
    if (value instanceof Uint8Array) return [...value].map((byte) => `${byte}${end}`).join('');
    return `${textOf(value)}${end}`;
  }

  #object(value: PsObject): string {
    const { shown = [], properties, type } = value.members;
    const read = (name: string) => properties?.[name.toLowerCase()]?.();
    if (type === 'System.IO.FileInfo') {
      const folder = `${end}${end}    Directory: ${textOf(read('directoryname'))}${end}${end}${end}${fileHeading}`;
      return this.#begin(folder, folder) + fileRow(read);
    }
    this.#heading = '';
    const width = Math.max(...shown.map((name) => name.length));
    const rows = shown.map((name) => `${name.padEnd(width)} : ${textOf(read(name))}${end}`);
    return `${end}${rows.join('')}${end}`;
  }

  #begin(kind: string, heading: string): string {
    if (this.#heading === kind) return '';
    this.#heading = kind;
    return heading;
  }
}

const hashHeading = `${end}Name                           Value${end}----                           -----${end}`;
const fileHeading =
  `Mode                LastWriteTime         Length Name${end}` +
  `----                -------------         ------ ----${end}`;

function hashRows(hash: Hash): string {
  return [...hash.entries.values()]
    .map(([key, value]) => `${key.padEnd(30)} ${textOf(value)}${end}`)
    .join('');
}

function fileRow(read: (name: string) => Value): string {
  const folder = read('psiscontainer') === true;
  const size = folder ? '' : textOf(read('length'));
  const time = textOf(read('lastwritetime'));
  return `${folder ? 'd-----' : '-a----'}${time.padStart(23)}${size.padStart(15)} ${textOf(read('name'))}${end}`;
}

/** What `Out-String` and redirections make of these values. */
export function formattedText(values: readonly Value[]): string {
  const formatter = new Formatter();
  return values.map((value) => formatter.show(value)).join('');
}
