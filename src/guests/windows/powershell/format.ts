import { isList, PsObject, textOf, type Value } from './value.ts';

const end = '\r\n';

/** Makes text of what reaches the end of a pipeline, as a console shows it. */
export class Formatter {
  /** What the last object looked like: its heading is not repeated. */
  #heading = '';

  /** Lines with their ends. */
  show(value: Value): string {
    if (isList(value)) return value.map((item) => this.show(item)).join('');
    if (value === undefined) return '';
    if (value instanceof PsObject && value.members.type === 'System.IO.FileInfo') return this.#file(value);
    this.#heading = '';
    if (value instanceof Uint8Array) return [...value].map((byte) => `${byte}${end}`).join('');
    return `${textOf(value)}${end}`;
  }

  #file({ members: { properties } }: PsObject): string {
    const read = (name: string) => properties?.[name]?.();
    const heading = `${end}${end}    Directory: ${textOf(read('directoryname'))}${end}${end}${end}${fileHeading}`;
    const isNew = this.#heading !== heading;
    this.#heading = heading;
    return (isNew ? heading : '') + fileRow(read);
  }
}

const fileHeading =
  `Mode                LastWriteTime         Length Name${end}` +
  `----                -------------         ------ ----${end}`;

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
