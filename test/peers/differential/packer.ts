import { spawn } from 'node:child_process';
import type { Order } from './driver.ts';
import { DEADLINE } from './outcome.ts';

/** The environment of both tools: nothing of this machine but its programs. No check for updates, nobody to call. */
export function environment(home: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    TMPDIR: home,
    PACKER_CONFIG_DIR: home,
    CHECKPOINT_DISABLE: '1',
    HTTP_PROXY: 'http://127.0.0.1:9',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
  };
}

/** Runs the real Packer once. */
export function packer({ argv, cwd, env, stdin }: Order): Promise<{ code: number | null; stdout: string }> {
  // A pipe of the shell: that of this process is a socket, which Packer's console takes for a terminal.
  const [program, args] =
    stdin === undefined ? ['packer', argv] : ['sh', ['-c', 'cat | packer "$@"', 'sh', ...argv]];
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'ignore'], timeout: DEADLINE });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  // It may end before it has read all that it is given.
  child.stdin.on('error', () => undefined).end(stdin ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve({ code, stdout }));
  });
}
