import type { GuestFactory } from './guest.ts';

/** The factory, with Windows guests beside its own; their code is loaded with the first of them. */
export function withWindows(factory: GuestFactory): GuestFactory {
  let windows: Promise<GuestFactory> | undefined;
  const load = async () => (await import('./windows/windows-guest.ts')).windowsGuests();
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
