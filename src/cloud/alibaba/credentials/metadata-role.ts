import { type Credentials, Keys } from './keys.ts';
import { askMetadata, type Metadata } from './metadata.ts';
import { type ExpiringKeys, refreshing } from './refreshing.ts';
import { metadataFailed } from './words.ts';

interface MetadataRole extends Omit<Metadata, 'doing'> {
  readonly role: string;
}

/** The RAM role of the ECS instance that this program runs on, by its metadata service. */
export function metadataRole(options: MetadataRole): Credentials {
  const { role, address } = options;
  const metadata = { ...options, doing: `Getting keys of the RAM role ${role}` };
  const path = `/latest/meta-data/ram/security-credentials/${encodeURIComponent(role)}`;
  return refreshing({
    describe: `the RAM role ${role} of this ECS instance`,
    identity: JSON.stringify([address, role]),
    fetch: async (signal) => decode(metadata, await askMetadata(metadata, path, signal)),
  });
}

function decode({ doing, address }: Metadata, body: string): ExpiringKeys {
  const answer = parse(body);
  const [id, secret, token, end] = ['AccessKeyId', 'AccessKeySecret', 'SecurityToken', 'Expiration'].map(
    (name) => String(answer[name] ?? ''),
  );
  if (answer['Code'] !== 'Success' || !id || !secret || !token || !end)
    throw metadataFailed(
      doing,
      address,
      `an answer without keys (Code ${String(answer['Code'] ?? 'missing')})`,
    );
  return { keys: new Keys(id, secret, token), expires: Date.parse(end) };
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
