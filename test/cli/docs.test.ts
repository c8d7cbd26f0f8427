import { describe, expect, it } from 'vitest';
import { runMain } from './run-main.ts';

const docs = async (...args: readonly string[]) => (await runMain(['docs', ...args])).stdout;

describe('docs', () => {
  it('lists the components', async () => {
    expect(await docs()).toMatch(/^Builders:\n\n {2}alicloud-ecs\n.*Provisioners:.*\n {2}shell-local\n/s);
  });

  it('tells name, type, default, need and meaning of each setting, nested ones too', async () => {
    const text = await docs('alicloud-ecs');
    expect(text).toContain(
      '\n  image_name (string, required)\n      Name of the image, 2 to 128 characters;',
    );
    expect(text).toContain('\n  ssh_timeout (duration, default 5m)\n');
    expect(text).toContain('\n  image_disk_mappings[].disk_size (integer)\n');
  });

  it('is a table in Markdown', async () => {
    const text = await docs('-markdown', 'provisioner/file');
    expect(text).toMatch(/^## file \(provisioner\)\n\n\| setting \|/);
    expect(text).toContain('| `destination` | string |  | yes |');
  });

  it('tells one kind of a name that several kinds have', async () => {
    expect(await docs('provisioner/shell-local')).toMatch(/^shell-local \(provisioner\)/);
  });

  it('suggests the component that was meant', async () => {
    const { code, stdout } = await runMain(['docs', 'alicloud-esc']);
    expect([code, stdout]).toEqual([
      1,
      'There is no component "alicloud-esc" to tell about.\nDid you mean alicloud-ecs?\n',
    ]);
  });
});
