import { decode } from '../../template/schema/decode.ts';
import { called, duration } from '../../template/schema/field.ts';
import type { ProvisionerType } from '../provisioner.ts';
import { pauseUnlessCancelled } from '../retry.ts';

const sleepFields = { duration: called('Duration', duration('Time to wait.')) } as const;

/** Waits, silently. */
export const sleep: ProvisionerType = {
  type: 'sleep',
  fields: sleepFields,
  prepare(raws, context) {
    const config = decode(sleepFields, raws, { context, interpolate: false, retired: false });
    return { type: 'sleep', run: (scope) => pauseUnlessCancelled(config.duration, 'sleep', scope.signal) };
  },
};
