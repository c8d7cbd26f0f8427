/** Stand around what is an expression already, in a text that is still to be quoted: no text may hold them. */
const [OPEN, CLOSE] = ['\ufdd0', '\ufdd1'];
const piece = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}|([^${OPEN}]+)`, 'gu');
const special = /[\\"]|[$%](?=\{)|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** An interpolation in a text. */
export function interpolation(expression: string): string {
  return `${OPEN}\${${expression}}${CLOSE}`;
}

/** A text in quotes. */
export function quoted(text: string): string {
  const parts = [...text.matchAll(piece)].map(([, expression, plain = '']) => expression ?? escaped(plain));
  return `"${parts.join('')}"`;
}

function escaped(text: string): string {
  return text.replace(special, (found) => {
    if (found === '\\' || found === '"') return `\\${found}`;
    if (found === '$' || found === '%') return found + found;
    return CONTROLS.get(found) ?? unicode(found.codePointAt(0) ?? 0);
  });
}

const CONTROLS = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function unicode(code: number): string {
  const digits = code.toString(16);
  return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
}

/** A name that HCL2 takes: of other characters underscores are made. */
export function identifier(name: string): string {
  const word = name.trim().replace(/[^\p{ID_Continue}-]/gu, '_');
  return /^[\p{ID_Start}_]/u.test(word) ? word : `_${word}`;
}
