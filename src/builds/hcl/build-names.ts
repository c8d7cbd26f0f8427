import { goQuote } from '../../template/go/go-quote.ts';
import { objectValue, stringValue, type Value } from '../../template/hcl/values/value.ts';

/** Keys of `build`, besides its name. */
const KEYS = [
  'ID',
  'Host',
  'Port',
  'User',
  'Password',
  'ConnType',
  'PackerRunUUID',
  'PackerHTTPAddr',
  'PackerHTTPIP',
  'PackerHTTPPort',
  'SSHPublicKey',
  'SSHPrivateKey',
  'WinRMPassword',
];

type Names = readonly (readonly [string, Value])[];

interface Named {
  readonly type: string;
  readonly name: string;
}

function source({ type, name }: Named): readonly [string, Value] {
  return [
    'source',
    texts([
      ['name', name],
      ['type', type],
    ]),
  ];
}

function texts(entries: readonly (readonly [string, string])[]): Value {
  return objectValue(entries.map(([key, text]) => [key, stringValue(text)] as const));
}

/** What the settings of a source see besides the names of the template. */
export function namesInSource(use: Named): Names {
  return [source(use), ['build', objectValue([])]];
}

/** The same for provisioners and post-processors: what nobody knows yet shows that. */
export function namesInBuild(use: Named, build: string, data: Readonly<Record<string, string>> = {}): Names {
  const known = KEYS.map((key) => [key, data[key] ?? '<unknown>'] as const);
  return [source(use), ['build', texts([['name', build], ...known])]];
}

/** The heading over what is wrong with a component in a build. */
export function failedPreparing(kind: string, { type, name }: Named): string {
  return `Failed preparing ${kind}-block ${goQuote(type)} ${goQuote(name)}`;
}
