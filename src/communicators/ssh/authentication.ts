import type { AnyAuthMethod, Prompt as Ssh2Prompt } from 'ssh2';
import type { Login } from './options.ts';

/** Packer's order: agent, key, password, and the same password for whatever the server asks at the keyboard. */
export function authentication(login: Login): AnyAuthMethod[] {
  const { username, password, privateKey, agent, answer } = login;
  const methods: AnyAuthMethod[] = [{ type: 'none', username }];
  if (agent !== undefined) methods.push({ type: 'agent', username, agent });
  if (privateKey !== undefined) methods.push({ type: 'publickey', username, key: privateKey });
  if (password !== undefined) methods.push({ type: 'password', username, password });
  methods.push({
    type: 'keyboard-interactive',
    username,
    prompt: (_name, instructions, _language, prompts, finish) => {
      if (password !== undefined) return finish(prompts.map(() => password));
      // A server may ask nothing at all; the library answers that itself. Questions without anybody to ask stay open.
      if (answer === undefined) return finish([]);
      return void answers(login, instructions, prompts).then(finish, () => finish([]));
    },
  });
  return methods;
}

/** One question after the other; what the server says about them stands before the first. */
async function answers(
  { answer, username, host }: Login,
  instructions: string,
  prompts: readonly Ssh2Prompt[],
): Promise<string[]> {
  const given: string[] = [];
  for (const [index, { prompt, echo = false }] of prompts.entries()) {
    const about = index === 0 && instructions !== '' ? `${instructions}\n` : '';
    given.push((await answer?.({ text: `${about}(${username}@${host}) ${prompt}`, echo })) ?? '');
  }
  return given;
}
