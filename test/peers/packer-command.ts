import { ownFolder } from './own-folder.ts';
import { runProgram, type Said } from './run-program.ts';

/** The environment of a program that sees nothing of the real one but the way to programs. */
export function plainEnvironment(home: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    CHECKPOINT_DISABLE: '1',
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    HOME: home,
    TMPDIR: home,
    PACKER_CONFIG_DIR: home,
  };
}

/** Runs `packer` with these arguments in a folder; standard input is a pipe, as Packer's console asks for. */
export async function packerSays(
  args: readonly string[],
  { cwd, stdin = '', env = {} }: { cwd: string; stdin?: string; env?: Readonly<Record<string, string>> },
): Promise<Said> {
  using home = ownFolder();
  return await runProgram('packer', args, { cwd, stdin, env: { ...plainEnvironment(home.path), ...env } });
}
