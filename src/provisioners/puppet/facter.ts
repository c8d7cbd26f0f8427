import type { RenderContext } from '../../template/go/context.ts';
import { compareBytes } from '../../template/model/go-value.ts';
import type { GuestOs } from '../guest/guest-commands.ts';

/** Facts as the guest's shell takes them before a command: those of the template, and which build this is. */
export function facterVariables(
  given: Readonly<Record<string, string>>,
  os: GuestOs,
  context: Pick<RenderContext, 'buildName' | 'buildType'>,
): string {
  const facts = {
    ...given,
    packer_build_name: context.buildName ?? '',
    packer_builder_type: context.buildType ?? '',
  };
  // Packer's order is random; this one is not.
  const rows = Object.entries(facts).sort(([left], [right]) => compareBytes(left, right));
  return os === 'unix'
    ? rows.map(([name, value]) => `FACTER_${name}='${value}'`).join(' ')
    : rows.map(([name, value]) => `SET "FACTER_${name}=${value}"`).join(' & ');
}
