import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { postProcessing } from './rig.ts';

const MANIFEST = `{
  "builds": [
    {
      "name": "pages",
      "builder_type": "file",
      "files": [
        {
          "name": "f",
          "size": 3
        }
      ],
      "artifact_id": "File",
      "packer_run_uuid": "u-u-i-d",
      "custom_data": {
        "a": "\\u003cno value\\u003e \\u0026 Null",
        "b": "1"
      }
    }
  ],
  "last_run_uuid": "u-u-i-d"
}`;

it('is written as Packer writes it, with data of the artifact', async () => {
  using at = postProcessing({ f: 'abc' }, { data: { ID: 'Null' } });
  const custom_data = { b: true, a: '{{.Nope}} & {{build `ID`}}' };
  const settings = { output: at.path('m.json'), strip_path: true, strip_time: true, custom_data };
  expect(await at.run('manifest', settings)).toBe(at.input);
  expect(readFileSync(at.path('m.json'), 'utf8')).toBe(MANIFEST);
  expect(existsSync(at.path('m.json.lock'))).toBe(false);
});

describe('a manifest that is there', () => {
  it('grows, and begins anew with -force and another call', async () => {
    using at = postProcessing();
    const output = at.path('m.json');
    const builds = () => JSON.parse(readFileSync(output, 'utf8')).builds.length;
    await at.run('manifest', { output });
    await at.run('manifest', { output }, at.input, { runUuid: 'other' });
    expect(builds()).toBe(2);
    await at.run('manifest', { output }, at.input, { runUuid: 'other', force: true });
    expect(builds()).toBe(3);
    await at.run('manifest', { output }, at.input, { runUuid: 'third', force: true });
    expect(builds()).toBe(1);
  });

  it('is not written twice into after an interrupted try', async () => {
    using at = postProcessing({ f: 'abc' });
    const output = at.path('m.json');
    await at.run('manifest', { output });
    await at.run('manifest', { output }, at.input, { again: true });
    expect(JSON.parse(readFileSync(output, 'utf8')).builds).toHaveLength(1);
  });

  it.each([
    ['{', 'unexpected end of JSON input'],
    ['nope', "invalid character 'o' in literal null (expecting 'u')"],
    ['[]', 'json: cannot unmarshal array into Go value of type manifest.ManifestFile'],
    [
      '{"builds":1}',
      'json: cannot unmarshal number into Go struct field ManifestFile.builds of type []manifest.Artifact',
    ],
    [
      '{"builds":[1]}',
      'json: cannot unmarshal number into Go struct field ManifestFile.builds of type manifest.Artifact',
    ],
    [
      '{"builds":[{"name":1}]}',
      'json: cannot unmarshal number into Go struct field Artifact.builds.name of type string',
    ],
    [
      '{"builds":[{"build_time":1.5}]}',
      'json: cannot unmarshal number 1.5 into Go struct field Artifact.builds.build_time of type int64',
    ],
  ])('and reads %s is refused and left alone', async (text, why) => {
    using at = postProcessing();
    writeFileSync(at.path('m.json'), text);
    await expect(at.run('manifest', { output: at.path('m.json') })).rejects.toThrow(
      `Unable to parse content from ${at.path('m.json')}: ${why}`,
    );
    expect(readFileSync(at.path('m.json'), 'utf8')).toBe(text);
  });

  it('may be of another program, as far as it has the form', async () => {
    using at = postProcessing();
    writeFileSync(
      at.path('m.json'),
      '{"Builds":[{"name":"a","x":1,"custom_data":{"z":"1","b":null}}],"zz":2}',
    );
    await at.run('manifest', { output: at.path('m.json') });
    const [first] = JSON.parse(readFileSync(at.path('m.json'), 'utf8')).builds;
    expect(first).toMatchObject({ name: 'a', files: null, custom_data: { b: '', z: '1' } });
  });

  it('is waited for a while where another one writes, and written then all the same', async () => {
    using at = postProcessing();
    writeFileSync(at.path('m.json.lock'), '');
    await at.run('manifest', { output: at.path('m.json') });
    expect(existsSync(at.path('m.json'))).toBe(true);
    expect(existsSync(at.path('m.json.lock'))).toBe(false);
  });
});

it('is refused in Go words where it cannot be written', async () => {
  using at = postProcessing();
  await expect(at.run('manifest', { output: at.path('no/m.json') })).rejects.toThrow(
    `Unable to write ${at.path('no/m.json')}: open ${at.path('no/m.json')}: no such file or directory`,
  );
});
