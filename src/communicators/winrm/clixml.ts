import { findAll, readXml } from '../../wire/xml.ts';

const mark = '#< CLIXML';

/**
 * PowerShell that got its command encoded writes its error stream as XML, in one line after a mark. Gives the lines of
 * errors in it, and everything else as it is; progress records are dropped.
 */
export function errorLines(onLine: (line: string) => void): (line: string) => void {
  let marked = false;
  return (line) => {
    if (line === mark) {
      marked = true;
      return;
    }
    const lines = marked && line.startsWith('<Objs') ? decode(line) : undefined;
    for (const each of lines ?? [line]) onLine(each);
  };
}

function decode(xml: string): readonly string[] | undefined {
  const root = readXml(xml);
  if (root === undefined) return undefined;
  const text = findAll(root, 'S')
    .filter(({ attributes }) => ['Error', 'Warning'].includes(attributes['S'] ?? ''))
    .map((element) => unescaped(element.text))
    .join('');
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** Characters that XML cannot carry are written as `_x000D_`. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
