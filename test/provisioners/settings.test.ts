import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/template/template.ts';
import { prepared, provision, rig } from './rig.ts';

/** Texts as the real Packer 1.6.6 prints them for these settings. */
const refused: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  ['shell', {}, ['Either a script file or inline script must be specified.']],
  [
    'shell',
    { inline: ['a'], script: 'nope.sh', scripts: ['b'], environment_vars: ['=x', 'abc'] },
    [
      'Only one of script or scripts can be specified.',
      'Only a script file or an inline script can be specified, not both.',
      "Bad script 'nope.sh': stat nope.sh: no such file or directory",
      "Environment variable not in format 'key=value': =x",
      "Environment variable not in format 'key=value': abc",
    ],
  ],
  [
    'file',
    { direction: 'x' },
    [
      'Direction must be one of: download, upload.',
      'Source must be specified.',
      'Destination must be specified.',
    ],
  ],
  ['file', { source: 'nope', destination: 'x' }, ["Bad source 'nope': stat nope: no such file or directory"]],
  ['file', { source: '/', content: 'x', destination: 'x' }, ['source(s) conflicts with content.']],
  [
    'powershell',
    { elevated_password: 'p', debug_mode: 3, environment_vars: ['x'] },
    [
      "Must supply an 'elevated_user' if 'elevated_password' provided",
      'Either a script file or inline script must be specified.',
      "Environment variable not in format 'key=value': x",
      '3 is an invalid Trace level for `debug_mode`; valid values are 0, 1, and 2',
    ],
  ],
  ['windows-shell', {}, ['Either a script file or inline script must be specified.']],
  ['shell-local', {}, ['Command, Inline, Script and Scripts options cannot all be empty.']],
];

test.each(refused)('%s %j is refused with all findings', async (type, settings, findings) => {
  const rows = findings.map((text) => `* ${text}`).join('\n');
  await expect(prepared(type, settings)).rejects.toMatchObject({
    code: 'config-invalid',
    message: `${findings.length} error(s) occurred:\n\n${rows}`,
  });
});

test('an execution policy that does not exist is refused', async () => {
  await expect(prepared('powershell', { inline: 'a', execution_policy: 'zz' })).rejects.toThrow(
    "1 error(s) decoding:\n\n* error decoding 'execution_policy': zz does not belong to ExecutionPolicy values",
  );
});

test('a key that no provisioner has is refused', async () => {
  await expect(prepared('sleep', { duration: '1s', name: 'x' })).rejects.toMatchObject({
    code: 'config-invalid',
  });
});

test('an unknown type is told with the nearest name, a known but unserved one with a way out', async () => {
  await expect(prepared('shel', {})).rejects.toMatchObject({
    code: 'component-unknown',
    message: "error initializing provisioner 'shel': Unknown provisioner shel",
    hint: 'Did you mean "shell"?',
  });
  await expect(prepared('ansible', {})).rejects.toMatchObject({ code: 'component-unsupported' });
});

test.each([
  ['powershell', { inline: ['a'] }],
  ['windows-shell', { inline: ['a'] }],
  ['windows-restart', {}],
])('%s without a communicator fails at once', async (type, settings) => {
  await expect(provision(type, settings, rig())).rejects.toMatchObject({
    code: 'component-unsupported',
    message: expect.stringContaining("not implemented when communicator = 'none'"),
  });
});

test('a shell script without a communicator fails at once', async () => {
  await expect(provision('shell', { inline: ['a'] }, rig())).rejects.toThrow(
    "Error uploading script: Upload is not implemented when communicator = 'none'",
  );
});

test('an override is decoded on top: lists keep their tail', async () => {
  const { scope, lines } = rig();
  const base = { inline: ['echo 1', 'echo 2', 'echo 3'] };
  await (await prepared('shell-local', base, { inline: ['echo x'] })).run(scope);
  expect(lines.slice(1)).toEqual(['stdout: x', 'stdout: 2', 'stdout: 3']);
});
