import { goFormat } from '../../template/go/go-format.ts';
import type { ProvisionScope } from '../provisioner.ts';

export interface EnvironmentSettings {
  readonly environment_vars: readonly string[];
  /** Replaces variables of the same name. */
  readonly env: Readonly<Record<string, string>>;
}

/** Variables that scripts see: Packer's own, then the user's, which win; sorted by name. */
export function scriptVariables(
  settings: EnvironmentSettings,
  scope: Pick<ProvisionScope, 'buildName' | 'builderType' | 'data'>,
): ReadonlyMap<string, string> {
  const own = {
    PACKER_BUILD_NAME: scope.buildName,
    PACKER_BUILDER_TYPE: scope.builderType,
    ...httpServer(scope.data),
  };
  const all = new Map([
    ...Object.entries(own),
    ...settings.environment_vars.map(keyValue),
    ...Object.entries(settings.env),
  ]);
  return new Map([...all].sort(([left], [right]) => (left < right ? -1 : Number(left > right))));
}

/** One text of all variables, each printed with a printf format that takes name and value. */
export function flattened(
  variables: ReadonlyMap<string, string>,
  format: string,
  quote: (value: string) => string,
): string {
  return [...variables].map(([name, value]) => goFormat(format, [name, quote(value)])).join('');
}

export function environmentFindings(settings: EnvironmentSettings): readonly string[] {
  return settings.environment_vars.filter((item) => item.indexOf('=') < 1).map(finding.badVariable);
}

/** Only builders with an HTTP server give these; the others say so in the value. */
function httpServer(data: Readonly<Record<string, string>>): Record<string, string> {
  const rows = [
    ['PACKER_HTTP_ADDR', data['PackerHTTPAddr']],
    ['PACKER_HTTP_IP', data['PackerHTTPIP']],
    ['PACKER_HTTP_PORT', data['PackerHTTPPort']],
  ] as const;
  return Object.fromEntries(
    rows.flatMap(([name, value]) => (!value || value.startsWith('ERR_HTTP_') ? [] : [[name, value]])),
  );
}

function keyValue(item: string): readonly [string, string] {
  const equals = item.indexOf('=');
  return [item.slice(0, equals), item.slice(equals + 1)];
}

const finding = {
  badVariable: (item: string) => `Environment variable not in format 'key=value': ${item}`,
} as const;
