import type { Scope, UndoScope } from '../engine/step.ts';
import { cleanGuest } from './clean-guest.ts';
import type { MachineEnvironment } from './environment.ts';
import { generatedData } from './generated-data.ts';
import type { GuestAddress } from './guest.ts';

export interface Provisioned {
  readonly done: true;
}

interface ProvisioningAt<Env, Have> {
  place(env: Env, have: Have): GuestAddress;
  /** What the builder itself tells of its machine, for `{{build "KEY"}}`. */
  data(env: Env, have: Partial<Have>): Readonly<Record<string, string>>;
}

/**
 * The step `provisioned` of any builder: the provisioners have run. Those that had not finished run again on a resume. When
 * the build fails here or later, the error-cleanup-provisioner runs, as long as there is a connection to the guest.
 */
export function provisioning<Env extends MachineEnvironment, Have>({
  place,
  data,
}: ProvisioningAt<Env, Have>) {
  return {
    plan: () => 'run the provisioners',
    keep: true,
    cleansGuest: true,
    async run({ env, signal, runId }: Scope<Env>, have: Have): Promise<Provisioned> {
      const comm = await env.guest.connect(place(env, have), signal);
      await env.provision(comm, generatedData(comm, runId, data(env, have)), signal);
      return { done: true };
    },
    async undo(scope: UndoScope<Env>, have: Partial<Have>): Promise<void> {
      const { env, runId, signal, error } = scope;
      const comm = env.guest.current();
      if (scope.because !== 'failed' || comm === undefined) return;
      const say = (text: string) => scope.emit({ type: 'note', level: 'say', text });
      const told = generatedData(comm, runId, data(env, have));
      await cleanGuest(env, { comm, data: told, signal, error, say }).catch(scope.replaceError);
    },
  };
}
