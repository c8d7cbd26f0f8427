import { describe, expect, test } from 'vitest';
import type { RenderContext } from '../../../../src/template/go/context.ts';
import { placeholderData } from '../../../../src/template/go/functions/build.ts';
import { render, renderOrAsk } from '../../../../src/template/go/render.ts';
import { Questions } from '../../../../src/template/model/questions.ts';

const context: RenderContext = {
  now: new Date('2024-02-29T15:04:05.120Z'),
  pwd: '/srv',
  templateDir: '/srv/t',
  version: '1.6.6',
  user: new Map(),
  buildName: 'n',
  buildType: 'alicloud-ecs',
};

describe('time', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['{{timestamp}}', '1709219045'],
    ['{{isotime}}', '2024-02-29T15:04:05Z'],
    ['{{isotime "2006-01-02 15:04:05 -0700 MST"}}', '2024-02-29 15:04:05 +0000 UTC'],
    ['{{isotime "Mon Jan _2 03:04PM 06"}}', 'Thu Feb 29 03:04PM 24'],
    ['{{isotime "Monday January 002 __2"}}', 'Thursday February 060  60'],
    ['{{isotime "Janet Month _2006"}}', 'Janet Month _2024'],
    ['{{isotime "05.000 05.999 05.99999 05,0000"}}', '05.120 05.12 05.12 05,1200'],
    ['{{isotime "200601021504"}}', '202402291504'],
    ['{{isotime "Z07:00 Z0700 -07:00 -07"}}', 'Z Z +00:00 +00'],
    ['{{isotime ""}}', ''],
    [
      '{{strftime "%Y-%m-%dT%H:%M:%S%L%z %Z %p %I %y %b %B %a %A %q %%"}}',
      '2024-02-29T15:04:05.120+0000 UTC PM 03 24 Feb February Thu Thursday %q %',
    ],
  ];
  test.each(cases)('%s', (text, result) => {
    expect(render(text, context)).toBe(result);
  });

  test('uuids differ and begin with the time', () => {
    const uuids = [1, 2].map(() => render('{{uuid}}', context));
    expect(new Set(uuids).size).toBe(2);
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  });
});

describe('the build', () => {
  test('tells its name, type, version and folders', () => {
    const text = '{{build_name}} {{build_type}} {{packer_version}} {{template_dir}} {{pwd}}';
    expect(render(text, context)).toBe('n alicloud-ecs 1.6.6 /srv/t /srv');
  });

  test('has generated data in two passes', () => {
    const keys = ['ID', 'WinRMPassword'];
    const configured = { ...context, buildKeys: keys, data: placeholderData(keys) };
    const first = render('{{build `ID`}} {{.WinRMPassword}}', configured);
    expect(first).toBe('{{.ID}} {{.WinRMPassword}}');
    expect(render(first, { ...context, data: { ID: 'i-1', WinRMPassword: 'p' } })).toBe('i-1 p');
    expect(render('{{build `ID`}}', { ...context, data: { ID: 'i-1' } })).toBe('i-1');
    expect(render('{{.ID}}', configured)).toBe(
      'Build_ID. To set this dynamically in the Packer template, you must use the `build` function',
    );
  });

  test('refuses unknown data', () => {
    expect(() => render('{{build `zz`}}', { ...context, buildKeys: ['ID'] })).toThrow(
      'error calling build: loaded data, but couldnt find zz in it.',
    );
    expect(() => render('{{build `ID`}}', context)).toThrow(
      'the given variable ID will not be passed into your plugin.',
    );
  });
});

describe('sources', () => {
  test('the environment is there only while variables are resolved', () => {
    expect(render('{{env `A`}}{{env `toString`}}', { ...context, env: { A: '1' } })).toBe('1');
    expect(() => render('{{env `A`}}', context)).toThrow('error calling env: env vars are not allowed here');
  });

  test.each(['consul_key `p`', 'vault `p` `k`', 'aws_secretsmanager `n`', 'aws_secretsmanager_raw `n`'])(
    '%s is there only while variables are resolved, and wants to be asked first',
    async (call) => {
      expect(() => render(`{{${call}}}`, context)).toThrow(/allowed/);
      const questions = new Questions();
      const around = { ...context, env: {}, questions, readSecret: async () => ({ value: 'told' }) };
      expect(renderOrAsk(`<{{${call}}}>`, around)).toBeUndefined();
      expect(await questions.answered()).toBe(true);
      expect(render(`<{{${call}}}>`, around)).toBe('<told>');
    },
  );
});
