import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../run-main.ts';

/** Runs the commands of recorded cases, each case in a copy of its folder, which is the working folder meanwhile. */
const [cases = '', result = ''] = process.argv.slice(2);
const commands = ['validate', 'build'];
const outcomes: Record<string, unknown[]> = {};
for (const name of readdirSync(cases)) {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  cpSync(join(cases, name), folder, { recursive: true });
  rmSync(join(folder, 'case.json'));
  process.chdir(folder);
  outcomes[name] = [];
  for (const { command, env = {}, creates = {} } of JSON.parse(
    readFileSync(join(cases, name, 'case.json'), 'utf8'),
  ).runs) {
    if (!commands.includes(command[0])) continue;
    const { code, stdout } = await runMain(command, { cwd: folder, env });
    const made = Object.keys(creates).map((file) => [file, textOf(join(folder, file))]);
    outcomes[name]?.push({ code, stdout, folder, creates: Object.fromEntries(made) });
  }
  process.chdir('/');
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(result, JSON.stringify(outcomes));

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
