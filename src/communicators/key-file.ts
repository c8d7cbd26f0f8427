import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { reason } from '../wire/reason.ts';
import { readPrivateKey } from './ssh/private-key.ts';
import { finding } from './words.ts';

interface KeyFile {
  readonly text: string | undefined;
  readonly findings: readonly string[];
}

interface KeyFileOptions {
  readonly passphrase?: string;
  /** Whether keys of types that the library does not know are good, too: those of hardware. */
  readonly others?: boolean;
}

/**
 * Reads the private key that a setting names, opened with its passphrase; an unset one gives neither text nor findings.
 * The passphrase stands in a setting of its own, named in what is found wrong.
 */
export function readKeyFile(
  key: string,
  path: string,
  { passphrase = '', others = false }: KeyFileOptions = {},
): KeyFile {
  if (path === '') return { text: undefined, findings: [] };
  const refuse = (reason: string): KeyFile => ({ text: undefined, findings: [finding.file(key, reason)] });
  const expanded = expandHome(path);
  let text: string;
  try {
    text = readFileSync(expanded, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && /^ENOENT/.test(error.message);
    return refuse(
      missing ? `stat ${expanded}: no such file or directory` : `open ${expanded}: ${reason(error)}`,
    );
  }
  const reading = readPrivateKey(text, passphrase);
  // What was read without a passphrase is given as it is: templates see it.
  if (reading.found) return { text: passphrase === '' ? text : reading.text, findings: [] };
  if (others && reading.why === 'unreadable' && text.includes('OPENSSH PRIVATE KEY'))
    return { text, findings: [] };
  if (reading.why === 'passphrase') return refuse(finding.passphrase(key.replace(/_file$/, '_passphrase')));
  return refuse(
    reading.why === 'no-key' ? finding.noKeyFound(expanded) : finding.keyUnreadable(reading.reason),
  );
}

/** Reads the certificate that goes with a key. Packer names the setting of the key in what is wrong with it. */
export function readCertificate(key: string, path: string): KeyFile {
  if (path === '') return { text: undefined, findings: [] };
  const refuse = (reason: string): KeyFile => ({ text: undefined, findings: [finding.file(key, reason)] });
  try {
    const text = readFileSync(expandHome(path), 'utf8');
    return /-cert-v\d\d@openssh\.com\s+AAAA/.test(text)
      ? { text, findings: [] }
      : refuse(finding.certificateUnreadable);
  } catch (error) {
    const missing = error instanceof Error && /^ENOENT/.test(error.message);
    return refuse(finding.certificateMissing(path, missing ? 'no such file or directory' : reason(error)));
  }
}

function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
