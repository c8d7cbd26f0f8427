import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { finding } from '../errors/word/communicator.ts';
import { readPrivateKey } from './ssh/private-key.ts';

interface KeyFile {
  readonly text: string | undefined;
  readonly findings: readonly string[];
}

/** Reads the private key that a setting names; an unset one gives neither text nor findings. */
export function readKeyFile(key: string, path: string): KeyFile {
  if (path === '') return { text: undefined, findings: [] };
  const refuse = (reason: string): KeyFile => ({ text: undefined, findings: [finding.file(key, reason)] });
  const expanded = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
  let text: string;
  try {
    text = readFileSync(expanded, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && /^ENOENT/.test(error.message);
    return refuse(
      missing ? `stat ${expanded}: no such file or directory` : `open ${expanded}: ${reasonOf(error)}`,
    );
  }
  const reading = readPrivateKey(text);
  if (reading.found) return { text, findings: [] };
  if (reading.why === 'passphrase') return refuse(finding.passphrase);
  return refuse(
    reading.why === 'no-key' ? finding.noKeyFound(expanded) : finding.keyUnreadable(reading.reason),
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
