import { readFileSync } from 'node:fs';
import type { AccessKey } from '../../src/emulator/accounts.ts';

/** A template of the crash tests, with what it needs around it. */
export interface Fixture {
  readonly name: string;
  readonly key: AccessKey;
  readonly env: Readonly<Record<string, string>>;
  /** Values that nothing may tell. */
  readonly secrets: readonly string[];
  readonly template: unknown;
  /** Builds with the keys and the token of an assumed role. */
  readonly asRole: boolean;
  /** The build ends with an error. */
  readonly fails: boolean;
  /** What the cloud says is sold out. */
  readonly soldOut: readonly string[];
  /** Begins with an image of the same name in the cloud. */
  readonly replaces: boolean;
}

const key: AccessKey = {
  accessKeyId: 'LTAI-crash-test',
  accessKeySecret: 'crash-test-secret-0d1f9a7c',
  accountId: '1000000000000001',
  user: 'crash-test',
};

const DATABASE_PASSWORD = 'S3cret-of-the-database';
const LOGIN_PASSWORD = 'S3cret-of-the-login';

export const fixtures: readonly Fixture[] = [
  fixture('quickstart', 'fixtures/quickstart.json'),
  fixture('whole', 'test/crash/fixtures/whole.json', { database_password: DATABASE_PASSWORD }),
  fixture('forced', 'test/crash/fixtures/forced.json', { login_password: LOGIN_PASSWORD }),
  fixture('failing', 'test/crash/fixtures/failing.json'),
  fixture('sold-out', 'test/crash/fixtures/sold-out.json'),
  fixture('two-builds', 'test/crash/fixtures/two-builds.json'),
];

/** The fixture of that name; the names are fixed, so a wrong one is a slip of this test. */
export function fixtureNamed(name: string): Fixture {
  const found = fixtures.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no fixture ${name}.`);
  return found;
}

/** Variables come by the environment, as on the command line they would stand in the list of processes. */
function fixture(name: string, path: string, secrets: Readonly<Record<string, string>> = {}): Fixture {
  const template = JSON.parse(readFileSync(path, 'utf8'));
  for (const variable of Object.keys(secrets))
    template.variables[variable] = `{{env \`${envName(variable)}\`}}`;
  return {
    name,
    key,
    asRole: name === 'whole',
    replaces: name === 'forced',
    fails: name === 'failing',
    env: Object.fromEntries(Object.entries(secrets).map(([variable, value]) => [envName(variable), value])),
    soldOut: name === 'sold-out' ? ['ecs.g6.large', 'ecs.c6.large@cn-hangzhou-h'] : [],
    secrets: [key.accessKeySecret, ...Object.values(secrets)],
    template,
  };
}

function envName(variable: string): string {
  return `CRASH_${variable.toUpperCase()}`;
}
