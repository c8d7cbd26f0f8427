import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../src', import.meta.url).pathname;

interface Source {
  /** Path below src/. */
  readonly path: string;
  readonly text: string;
  /** What it imports: paths below src/ or package names. */
  readonly imports: readonly string[];
}

const sources: readonly Source[] = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const named = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) => name);
    return { path, text, imports: named.map((name) => (name.startsWith('.') ? below(path, name) : name)) };
  });

function below(path: string, name: string): string {
  return relative(ROOT, join(ROOT, path, '..', name));
}

function offenders(inside: RegExp, forbidden: RegExp, except?: RegExp): readonly string[] {
  return sources
    .filter(({ path }) => inside.test(path) && !except?.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((name) => forbidden.test(name)).map((name) => `${path} -> ${name}`),
    );
}

describe('imports point one way', () => {
  it('only the cloud adapter knows the SDKs', () => {
    expect(offenders(/./, /^@alicloud\//, /^cloud\/alibaba\//)).toEqual([]);
  });

  it('the engine knows no cloud, no builder, no communicator', () => {
    expect(
      offenders(
        /^engine\//,
        /^(cloud|builders|communicators|provisioners|template|cli|renderers|emulator)\//,
      ),
    ).toEqual([]);
  });

  it('steps see the cloud through its port alone', () => {
    expect(offenders(/^builders\/[^/]+\/steps\//, /^(cloud\/alibaba|cli|renderers|emulator)\//)).toEqual([]);
  });

  it('what builders with a guest share knows no cloud and no builder', () => {
    const known =
      /^(?!(machine|communicators|engine|provisioners|template\/schema|events|errors|wire)\/)[a-z-]+\//;
    expect(offenders(/^machine\//, known)).toEqual([]);
    const named = sources.filter(
      ({ path, text }) => /^machine\//.test(path) && /ali(cloud|baba|yun)|\becs\b/i.test(text),
    );
    expect(named.map(({ path }) => path)).toEqual([]);
  });

  it('only the application and the command line start the emulator', () => {
    expect(offenders(/./, /^emulator\//, /^(emulator|builds|cli)\//)).toEqual([]);
  });

  it('the emulator knows nothing of the tool it serves, and its guests by their interface alone', () => {
    // The service's own rules are those of either side.
    const known = /^(?!emulator\/|guests\/[^/]+\.ts$|cloud\/alibaba\/rules\/|wire\/|errors\/|node:)[a-z-]+\//;
    expect(offenders(/^emulator\//, known)).toEqual([]);
  });

  it("the service's rules stand on nothing", () => {
    expect(offenders(/^cloud\/alibaba\/rules\//, /^(?!cloud\/alibaba\/rules\/)/)).toEqual([]);
  });

  it('guests know neither the cloud that runs them nor the tool', () => {
    expect(offenders(/^guests\//, /^(?!guests\/|wire\/|errors\/|node:)[a-z-]+\//)).toEqual([]);
  });

  it('only the application asks stores for secrets', () => {
    expect(offenders(/./, /^secrets\//, /^(secrets|builds)\//)).toEqual([]);
  });

  it('nothing but the command line itself knows it', () => {
    expect(offenders(/./, /^cli\//, /^cli\//)).toEqual([]);
  });

  it('the application words nothing for people: who calls it does', () => {
    expect(offenders(/^builds\//, /^renderers\//)).toEqual([]);
  });

  it('the command line sees embedded clouds through the application', () => {
    // Where the emulator itself is what a command is about.
    expect(offenders(/^cli\//, /^(emulator|guests)\//, /^cli\/(commands|completion)\//)).toEqual([]);
  });

  it('nobody above builders and clouds knows one by its name, registries apart', () => {
    const names = /alicloud-ecs|alicloud-import/;
    const above = sources.filter(
      ({ path }) => !/^(builders\/(alicloud-ecs\/|registry)|cloud\/|post-processors\/registry)/.test(path),
    );
    expect(above.filter(({ text }) => names.test(text)).map(({ path }) => path)).toEqual([]);
    expect(offenders(/^(cli|builds|engine|renderers)\//, /^(builders\/[^/]+\/|cloud\/alibaba\/)/)).toEqual(
      [],
    );
  });

  it('a template, its language and its field tables know no syntax', () => {
    expect(offenders(/^template\/(model|go|schema)\//, /^template\/(json|hcl)\//)).toEqual([]);
  });

  it('JSON is chosen in one place, and known to what works on its text', () => {
    // That of a variables file, that of a template object, and the parser with Go's complaints serve others as well.
    const parsers = /^template\/json\/(?!read-var-file|template-object|(node|parse-json)\.ts)/;
    const users =
      /^(template\/json\/|builds\/parse-source|index\.ts|cli\/commands\/(fix|fmt)\.ts|cli\/fmt\/)/;
    expect(offenders(/./, parsers, users)).toEqual([]);
  });

  it('HCL2 knows Go and nobody who uses it', () => {
    expect(
      offenders(
        /^template\/hcl\//,
        /^(?!template\/(hcl|go|schema|model)\/|errors\/|wire\/|node:|re2js$|yaml$|bcryptjs$).*/,
      ),
    ).toEqual([]);
  });

  it('the wire stands on nothing, and knows neither of its ends', () => {
    expect(offenders(/^wire\//, /^(?!wire\/|node:|@rgrove\/)/)).toEqual([]);
  });

  it('requests over HTTP know nobody who makes them', () => {
    expect(
      offenders(/^http\//, /^(?!http\/|errors\/|node:).*\//).filter((one) => !/undici/.test(one)),
    ).toEqual([]);
  });

  it('errors and events stand on the wire at most', () => {
    expect(offenders(/^(errors|events)\//, /^(?!errors\/|events\/|wire\/|node:).*\//)).toEqual([]);
  });
});

describe('the house', () => {
  it('writes to streams in the command line and the renderers only', () => {
    const writers = sources.filter(
      ({ path, text }) =>
        !/^(cli|renderers)\//.test(path) &&
        /\bconsole\.(log|error|warn|info|debug)\(|process\.std(out|err)\b/.test(text),
    );
    expect(writers.map(({ path }) => path)).toEqual([]);
  });

  it('writes properties and elements out: spreading a literal into a literal is a riddle', () => {
    const riddles = sources.filter(({ text }) => /\.\.\.\{/.test(text));
    expect(riddles.map(({ path }) => path)).toEqual([]);
  });

  it('keeps files small enough for one idea', () => {
    const large = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > 250);
    expect(large).toEqual([]);
  });
});
