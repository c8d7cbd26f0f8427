import type { GuestFactory } from './guest.ts';

/**
 * Guests of a kind, with Windows guests beside them. The code of each is loaded when it is first needed. Where guests run
 * programs of the host, those with Windows have its PowerShell 7.
 */
export async function guestFactory(kind: 'memory' | 'sandbox'): Promise<GuestFactory> {
  const own =
    kind === 'memory'
      ? (await import('./linux/memory-guest.ts')).memoryGuests()
      : (await import('./sandbox/sandbox-guest.ts')).sandboxGuests();
  let windows: Promise<GuestFactory> | undefined;
  const load = async () => {
    const { windowsGuests } = await import('./windows/windows-guest.ts');
    return windowsGuests(
      kind === 'sandbox' ? (await import('./windows/host-pwsh.ts')).hostPwsh() : undefined,
    );
  };
  return {
    async create(disk, system) {
      if (system !== 'windows') return own.create(disk, system);
      windows ??= load();
      return (await windows).create(disk, system);
    },
    async dispose() {
      await own.dispose();
      await (await windows)?.dispose();
    },
  };
}
