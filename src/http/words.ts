import { BuildError } from '../errors/build-error.ts';

export const badProxy = (name: string, value: string): BuildError =>
  new BuildError('config-invalid', `${name} is "${value}", which is not the address of a proxy.`, {
    hint: `Give it as http://HOST:PORT, https:// or socks5://, with USER:PASSWORD@ before the host where it wants them.`,
  });
