import { execFileSync } from 'node:child_process';

/** Why suites about archives are skipped here; undefined where the machine that plays the guest has GNU's tar. */
export function noTarHere(): string | undefined {
  try {
    return execFileSync('tar', ['--version'], { encoding: 'utf8' }).includes('GNU tar')
      ? undefined
      : 'another tar than GNU';
  } catch {
    return 'no tar on this machine';
  }
}
