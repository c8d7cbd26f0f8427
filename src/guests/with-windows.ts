import type { GuestFactory } from './guest.ts';

/**
 * The factory, with Windows guests beside its own; their code is loaded with the first of them. Where guests run programs of
 * the host, these have its PowerShell 7.
 */
export function withWindows(factory: GuestFactory, { hostPrograms = false } = {}): GuestFactory {
  let windows: Promise<GuestFactory> | undefined;
  const load = async () => {
    const { windowsGuests } = await import('./windows/windows-guest.ts');
    return windowsGuests(hostPrograms ? (await import('./windows/host-pwsh.ts')).hostPwsh() : undefined);
  };
  return {
    async create(disk, system) {
      if (system !== 'windows') return factory.create(disk, system);
      windows ??= load();
      return (await windows).create(disk, system);
    },
    async dispose() {
      await factory.dispose();
      await (await windows)?.dispose();
    },
  };
}
