import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problemText } from '../../src/cli/diagnostics.ts';
import { type BuildError, isBuildError } from '../../src/errors/build-error.ts';
import type { RenderContext } from '../../src/template/go/context.ts';
import { placeholderData } from '../../src/template/go/functions/build.ts';
import { parseTemplate } from '../../src/template/json/parse-template.ts';
import { checkTemplate } from '../../src/template/model/check-template.ts';
import { isObject } from '../../src/template/model/go-value.ts';
import type { Json, JsonObject, Template } from '../../src/template/model/template.ts';
import { resolveVariables } from '../../src/template/model/variables/resolve-variables.ts';
import { decode } from '../../src/template/schema/decode.ts';
import { bool, duration, ints, string, strings } from '../../src/template/schema/field.ts';

const folder = new URL('../../fixtures/broken/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

/** As much of the shell provisioner as the broken templates use. */
const shell = {
  inline: { ...strings(''), label: 'Inline' },
  binary: { ...bool(''), label: 'Binary' },
  execute_command: string(''),
  pause_after: duration(''),
  remote_folder: string(''),
  start_retry_timeout: duration(''),
  valid_exit_codes: ints(''),
};

function fails(body: () => unknown): BuildError | undefined {
  try {
    body();
    return undefined;
  } catch (error) {
    if (isBuildError(error)) return error;
    throw error;
  }
}

async function rejects(body: () => Promise<void>): Promise<BuildError | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    if (isBuildError(error)) return error;
    throw error;
  }
}

function decodeSettings(template: Template, user: ReadonlyMap<string, string>): void {
  const context: RenderContext = {
    now: new Date(0),
    pwd: '/',
    version: '1.6.6',
    user,
    buildName: 'null',
    buildType: 'null',
    buildKeys: ['ID'],
    data: placeholderData(['ID']),
  };
  for (const { config, override } of template.provisioners) {
    decode(shell, [config, settingsFor(override.get('null'))], { context, exclude: ['execute_command'] });
  }
}

function settingsFor(override: Json | undefined): JsonObject {
  return isObject(override) ? override : {};
}

const told = (summary: string, detail: string): string =>
  problemText([{ severity: 'Error', summary, detail, mistakes: [] }]);

/** What `packer validate` prints, stage by stage. */
async function report(text: string, path: string): Promise<string | undefined> {
  let template: Template | undefined;
  const unread = fails(() => {
    template = parseTemplate(text, path);
  });
  if (unread !== undefined || template === undefined) return `Failed to parse template: ${unread?.message}\n`;
  const parsed = template;
  let user: ReadonlyMap<string, string> = new Map();
  const options = { given: new Map(), env: {}, now: new Date(0), pwd: '/' };
  const refused = await rejects(async () => {
    checkTemplate(parsed);
    user = (await resolveVariables(parsed, options)).values;
  });
  if (refused !== undefined) return `${told('', refused.message)}\n`;
  const unprepared = fails(() => decodeSettings(parsed, user));
  if (unprepared === undefined) return undefined;
  const summary = 'Failed to prepare build: "null"';
  return `${told(summary, unprepared.message)}\n`;
}

describe('a broken template is reported as Packer reports it', () => {
  test.each(names)('%s', async (name) => {
    const text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
    const recorded = readFileSync(new URL(`${name}.txt`, folder), 'utf8');
    expect(await report(text, `${name}.json`)).toBe(recorded);
  });

  test('the cases are there', () => {
    expect(names.length).toBeGreaterThan(90);
  });
});
