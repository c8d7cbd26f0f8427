import type { AnyAuthMethod } from 'ssh2';
import type { SshOptions } from './options.ts';

/** Packer's order: agent, key, password, and the same password for whatever the server asks at the keyboard. */
export function authentication(options: SshOptions): AnyAuthMethod[] {
  const { username, password, privateKey, agent } = options;
  const methods: AnyAuthMethod[] = [{ type: 'none', username }];
  if (agent !== undefined) methods.push({ type: 'agent', username, agent });
  if (privateKey !== undefined) methods.push({ type: 'publickey', username, key: privateKey });
  if (password === undefined) return methods;
  methods.push({ type: 'password', username, password });
  methods.push({
    type: 'keyboard-interactive',
    username,
    prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(() => password)),
  });
  return methods;
}
