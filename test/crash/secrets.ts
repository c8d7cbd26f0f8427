import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where one of `secrets`, or its base64 form, stands in the output or in a file of the runs; key.pem itself may. */
export function leaks(stateDir: string, output: string, secrets: readonly string[]): readonly string[] {
  const all = [...secrets, ...privateKeys(stateDir)].flatMap((secret) => [secret, ...base64(secret)]);
  const texts: (readonly [string, string])[] = [['the output', output], ...files(stateDir)];
  return texts.flatMap(([place, text]) =>
    all.filter((secret) => text.includes(secret)).map((secret) => `${place} tells ${secret.slice(0, 6)}...`),
  );
}

function files(stateDir: string): readonly (readonly [string, string])[] {
  return names(stateDir)
    .filter((name) => !/(^|\/)key\.pem(\.new)?$/.test(name))
    .map((name) => [name, readFileSync(join(stateDir, name), 'utf8')]);
}

function names(stateDir: string): readonly string[] {
  return readdirSync(stateDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(stateDir.length + 1));
}

/** A line of the middle of each key that was made for a run. */
function privateKeys(stateDir: string): readonly string[] {
  return names(stateDir)
    .filter((name) => name.endsWith('key.pem'))
    .flatMap((name) => readFileSync(join(stateDir, name), 'utf8').split('\n')[4] || []);
}

/** The three forms that a text has inside a longer base64 text, without the ends that depend on its neighbours. */
function base64(secret: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.from('x'.repeat(shift) + secret).toString('base64');
    return whole.slice(shift === 0 ? 0 : 4, -4);
  });
}
