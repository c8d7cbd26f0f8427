import { BuildError } from '../errors/build-error.ts';

export const hostKeyStays = (why: string): BuildError =>
  new BuildError(
    'provision-failed',
    `The host key that was made for this build could not be removed from the guest: ${why}`,
    {
      hint: 'Every machine of the image would have it. Log in as root or as a user with sudo, or set "ssh_host_key_check" to "first-use".',
    },
  );
