import { percentEncode } from '../wire/percent.ts';
import { secretForms } from './secret-forms.ts';

export { HIDDEN } from './secret-forms.ts';

/** Shorter secrets have encoded forms that occur in any text by chance. */
const SHORTEST_ENCODED = 6;

/** Hides values, wherever they stand in a text: names of fields play no part. */
export interface Redactor {
  /** From now on these values are hidden; empty ones are passed over. */
  hide(secrets: Iterable<string>): void;
  text(text: string): string;
  /** A copy of plain data with every string redacted, but for the keys and the values under `kept` keys. */
  data<T>(value: T, kept?: ReadonlySet<string>): T;
}

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const known = secretForms();
  const redactor: Redactor = {
    hide(secrets) {
      for (const secret of secrets) for (const form of formsOf(secret)) known.add(form);
    },
    text: (text) => known.hidden(text),
    data: (value, kept = NONE) => (known.size === 0 ? value : (walk(value, redactor, kept) as typeof value)),
  };
  return redactor;
}

const NONE: ReadonlySet<string> = new Set();

function walk(value: unknown, redactor: Redactor, kept: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return redactor.text(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, redactor, kept));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    kept.has(key) ? item : walk(item, redactor, kept),
  ]);
  return Object.fromEntries(entries);
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/);
  const plain = [secret, ...(lines.length > 1 ? lines : [])].filter(
    (form) => form.trim() !== '' || form === secret,
  );
  const encoded = secret.length < SHORTEST_ENCODED ? [] : encodings(secret);
  return [...plain, ...encoded].filter((form) => form !== '');
}

function encodings(secret: string): string[] {
  const percent = encodeURIComponent(secret);
  const strict = percentEncode(secret);
  const form = strict.replaceAll('%20', '+');
  const json = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret);
  // As PowerShell takes an encoded command.
  const wide = Buffer.from(secret, 'utf16le');
  const hex = [bytes, wide].map((each) => each.toString('hex'));
  return [
    ...[percent, strict, form, json],
    ...hex,
    ...hex.map((text) => text.toUpperCase()),
    ...base64Forms(bytes),
    ...base64Forms(wide),
    ...wrapped(bytes.toString('base64')),
  ];
}

/**
 * How the secret looks inside base64 text: alone, and at each of the three positions it can have within a longer
 * encoded text, without the characters that also depend on its neighbours.
 */
function base64Forms(bytes: Buffer): string[] {
  const whole = bytes.toString('base64');
  const within = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const exact = (offset + bytes.length) % 3 === 0;
    return text.slice(offset === 0 ? 0 : offset + 1, exact ? undefined : -1);
  });
  const forms = [whole, ...within];
  return [
    ...forms,
    ...forms.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
  ];
}

const LINES = [76, 64];

/** The lines of base64 text as programs write it; each may be shown alone. */
function wrapped(text: string): string[] {
  return LINES.flatMap((width) => {
    const lines = Array.from({ length: Math.ceil(text.length / width) }, (_, line) =>
      text.slice(line * width, (line + 1) * width),
    );
    return lines.filter((line) => line.length >= SHORTEST_ENCODED);
  });
}
