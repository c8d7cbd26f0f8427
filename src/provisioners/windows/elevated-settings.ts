import { type Decoded, string } from '../../template/schema/field.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { elevated } from './elevated.ts';

/** Settings of provisioners that can run their command as a task with full rights. */
export const elevatedFields = {
  elevated_user: string('User of a Windows guest to run the tool as, with full rights.'),
  elevated_password: string('Password of that user; empty for service accounts.', '', { secret: true }),
} as const;

/** Runs a command, with full rights where the settings name a user for that; `run` is given what is to be sent. */
export function asElevatedUser<T>(
  command: string,
  { elevated_user: user, elevated_password }: Decoded<typeof elevatedFields>,
  scope: ProvisionScope,
  run: (sent: string) => Promise<T>,
): Promise<T> {
  if (user === '') return run(command);
  // Rendered once more, so that it may be the guest's generated password.
  const login = { user, password: renderAtRun(elevated_password, scope) };
  return elevated(command, login, scope, run);
}
