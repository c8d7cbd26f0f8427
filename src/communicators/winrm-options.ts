import { proxyFor } from '../http/proxy.ts';
import type { PreparedCommunicator } from './prepare-communicator.ts';
import { originOf, type WinrmOptions } from './winrm/options.ts';

/** How to connect over WinRM with these settings. The proxy is the one that `env` names, unless the template says none. */
export function winrmOptions(
  { config }: PreparedCommunicator,
  env: Readonly<Record<string, string | undefined>>,
  where: Pick<WinrmOptions, 'host' | 'port' | 'signal'>,
): WinrmOptions {
  const https = config.winrm_use_ssl;
  return {
    ...where,
    username: config.winrm_username,
    password: config.winrm_password,
    https,
    insecure: config.winrm_insecure,
    ntlm: config.winrm_use_ntlm,
    timeout: config.winrm_timeout,
    proxy: config.winrm_no_proxy ? undefined : proxyFor(new URL(originOf({ ...where, https })), env)?.href,
  };
}
