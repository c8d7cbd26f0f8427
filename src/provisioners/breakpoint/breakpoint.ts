import { BuildError } from '../../errors/build-error.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, string } from '../../template/schema/field.ts';
import type { ProvisionerType } from '../provisioner.ts';

const breakpointFields = {
  note: string('Text to show.'),
  disable: bool('Go on without stopping.'),
} as const;

/** Stops a build until someone presses enter. Without a terminal it fails, as in Packer. */
export const breakpoint: ProvisionerType = {
  type: 'breakpoint',
  fields: breakpointFields,
  prepare(raws, context) {
    const config = decode(breakpointFields, raws, { context });
    const suffix = config.note === '' ? '' : ` with note "${config.note}"`;
    return {
      type: 'breakpoint',
      async run(scope) {
        if (config.disable) {
          scope.note('say', `Breakpoint provisioner${suffix} disabled; continuing...`);
          return;
        }
        scope.note('say', `Pausing at breakpoint provisioner${suffix}.`);
        if (scope.ask !== undefined) return scope.ask('Press enter to continue.');
        throw new BuildError('provision-failed', 'Error asking for input: no available tty', {
          hint: 'Set "disable": true on the breakpoint, or take it out of the template.',
        });
      },
    };
  },
};
