import { BuildError } from '../../errors/build-error.ts';
import { decodeSettings } from '../../template/hcl/packer/build/decode-settings.ts';
import type { Value } from '../../template/hcl/values/value.ts';
import type { JsonObject } from '../../template/model/template.ts';
import type { Attempted } from './component-attempts.ts';

/** The settings of a component once `build` has values. Throws where those make them wrong. */
export function settingsAtRun(
  { bodies, fields, scope }: Attempted,
  names: Iterable<readonly [string, Value]>,
): JsonObject {
  const now = { ...scope, variables: new Map([...(scope.variables ?? []), ...names]) };
  const { settings, diagnostics, refusals } = decodeSettings(bodies, fields, now);
  const [first] = diagnostics;
  const why = first === undefined ? refusals[0] : `${first.summary}: ${first.detail}`;
  if (why !== undefined) throw new BuildError('config-invalid', why);
  return settings;
}
