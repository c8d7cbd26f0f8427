import { describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';
import { consulApi } from '../secrets/consul-api.ts';
import { serveStore } from '../secrets/server.ts';
import { vaultApi } from '../secrets/vault-api.ts';
import { ownFolder } from './own-folder.ts';
import { packerSays } from './packer-command.ts';
import { missing } from './program.ts';

const absent = missing('packer');

const values = [
  'consul_key `app/version`',
  'consul_key `/app/version`',
  'consul_key `a b/c?d`',
  'consul_key `none`',
  'consul_key ``',
  'consul_key `empty`',
  'consul_key `broken`',
  'consul_key `down`',
  'consul_key',
  ...['password', 'none', 'count', 'nested', 'list', 'nothing', 'on'].map(
    (key) => `vault \`secret/data/app\` \`${key}\``,
  ),
  ...['kv/app', 'kv/plain', 'secret/app', 'secret/data/gone', 'secret/none', 'secret/two', 'secret/text'].map(
    (path) => `vault \`${path}\` \`password\``,
  ),
  ...['secret/broken', 'secret/moved', '/secret/data/app'].map((path) => `vault \`${path}\` \`password\``),
  'vault `kv/app` `none`',
  'vault `kv/app`',
  'vault `kv/app` `password` | upper',
];

/** Waits out of our lines what Packer does not say: the way out, which is the last paragraph. */
function withoutHint(text: string): string {
  const paragraphs = text.trimEnd().split('\n\n');
  const last = paragraphs.at(-1) ?? '';
  return /^(Check|Store|A KV)/.test(last) ? paragraphs.slice(0, -1).join('\n\n') : text.trimEnd();
}

describe.skipIf(absent !== undefined)(`variables of stores, as Packer reads them ${absent ?? ''}`, () => {
  test.concurrent.each(values)('%s', async (value) => {
    await using consul = await serveStore(consulApi);
    await using vault = await serveStore(vaultApi);
    using folder = ownFolder({
      't.json': { variables: { a: `{{${value}}}` }, builders: [{ type: 'null', communicator: 'none' }] },
    });
    const cwd = folder.path;
    const env = {
      VAULT_ADDR: vault.url,
      VAULT_TOKEN: 'vault-token',
      VAULT_MAX_RETRIES: '0',
      CONSUL_HTTP_ADDR: consul.url,
      CONSUL_HTTP_TOKEN: 'consul-token',
    };
    const theirs = await packerSays(['validate', 't.json'], { cwd, env });
    const ours = await runMain(['validate', 't.json'], { cwd, env });
    expect(withoutHint(ours.stdout)).toBe(theirs.stdout.trimEnd());
    expect(ours.code).toBe(theirs.code);
    const asked = (store: typeof vault) => store.asked.map(({ path }) => path);
    const [first, second] = [asked(vault), asked(consul)].map((paths) => [
      paths.slice(0, paths.length / 2),
      paths.slice(paths.length / 2),
    ]);
    expect(first?.[1]).toEqual(first?.[0]);
    expect(second?.[1]).toEqual(second?.[0]);
  });
});
