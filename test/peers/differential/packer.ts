import { runProgram, type Said } from '../run-program.ts';
import type { Order } from './driver.ts';

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
export function packer({ argv, ...around }: Order): Promise<Said> {
  return runProgram('packer', argv, around);
}
