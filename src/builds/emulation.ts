import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Emulator } from '../emulator/emulator.ts';
import { reason } from '../wire/reason.ts';
import { faultsUnreadable } from './words.ts';

/** What the flags say about the embedded cloud; paths are as given, relative to `cwd`. */
export interface EmulationFlags {
  readonly latency: string | undefined;
  readonly state: string | undefined;
  readonly guests: string | undefined;
  readonly faults: string | undefined;
  /** Ids of things that nobody made are made up. */
  readonly acceptIds?: boolean | undefined;
  /** This machine is in the VPC of the instances: private addresses answer it. */
  readonly insideVpc?: boolean | undefined;
  readonly port?: number;
  /** CONNECT is answered, with an authority of its own. */
  readonly tls?: boolean | undefined;
  /** The RAM role of the instance that the metadata service speaks for; unset: it has none. */
  readonly role?: string | undefined;
  /** The access key of its account; unset: a new one. */
  readonly key?: { readonly accessKeyId: string; readonly accessKeySecret: string } | undefined;
}

/** Starts the embedded cloud; its code is loaded only here. */
export async function emulate(flags: EmulationFlags, cwd: string): Promise<Emulator> {
  const [{ startEmulator }, { EMULATED_ACCOUNT }] = await Promise.all([
    import('../emulator/emulator.ts'),
    import('../emulator/accounts.ts'),
  ]);
  const { latency = 'fast', state, guests, faults, port = 0, key, role } = flags;
  if (guests !== 'sandbox') await shellForGuests();
  return startEmulator({
    port,
    latency: latency.endsWith('.json') ? resolve(cwd, latency) : latency,
    tls: flags.tls ?? false,
    acceptIds: flags.acceptIds ?? false,
    insideVpc: flags.insideVpc ?? false,
    // Both modes, as a new instance has it: clients that know no tokens get in too.
    metadata: { tokensRequired: false, ...(role !== undefined && { role }) },
    guests: guests === 'sandbox' ? 'sandbox' : 'memory',
    ...(key !== undefined && { accounts: [{ ...key, accountId: EMULATED_ACCOUNT, user: 'emulator' }] }),
    ...(state !== undefined && { stateFolder: resolve(cwd, state) }),
    ...(faults !== undefined && { faults: await readFaults(resolve(cwd, faults)) }),
  });
}

/** Without it no guest would ever answer, which a build would notice only when it has waited its time. */
async function shellForGuests(): Promise<void> {
  const { loadJustBash } = await import('../guests/linux/load-just-bash.ts');
  await loadJustBash();
}

async function readFaults(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw faultsUnreadable(path, reason(cause));
  }
}
