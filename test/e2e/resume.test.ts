import { describe, expect, test } from 'vitest';
import { rig } from './rig.ts';

const RUN = { runId: 'kept', onError: 'abort' as const };

describe('a run that is taken up again', () => {
  test('after the provisioners goes on with the image: nobody connects to the stopped instance', async () => {
    await using it = await rig({
      guests: 'memory',
      faults: [{ action: 'CreateImage', code: 'QuotaExceed.Image', status: 403 }],
    });
    let provisioned = 0;
    const provision = async () => {
      provisioned += 1;
    };
    const settings = { communicator: 'ssh', associate_public_ip_address: true, ssh_timeout: '3s' };
    await expect(it.build(settings, { ...RUN, provision })).rejects.toMatchObject({ code: 'cloud-quota' });
    it.emulator.faults.clear();
    await it.build(settings, { ...RUN, provision });
    expect(provisioned).toBe(1);
    expect(it.sent('RunInstances')).toHaveLength(1);
    expect(it.sent('AllocateEipAddress')).toHaveLength(1);
    expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
  });

  test('after a failing provisioner starts with the provisioners, on the same instance with the same key', async () => {
    await using it = await rig({ guests: 'memory' });
    const settings = { communicator: 'ssh', ssh_private_ip: true };
    const seen: string[] = [];
    const provision = (fail: boolean) => async (_comm: unknown, data: Readonly<Record<string, string>>) => {
      seen.push(data['ID'] ?? '');
      if (fail) throw new Error('the script failed');
    };
    await expect(it.build(settings, { ...RUN, provision: provision(true) })).rejects.toThrow(
      'the script failed',
    );
    await it.build(settings, { ...RUN, provision: provision(false) });
    expect(seen).toHaveLength(2);
    expect(seen[0]).toBe(seen[1]);
    expect(it.sent('ImportKeyPair')).toHaveLength(1);
    expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
  });

  test('in the middle of the copies makes only those that are missing', async () => {
    await using it = await rig({
      faults: [{ action: 'CopyImage', code: 'QuotaExceed.Image', status: 403, nth: 2 }],
    });
    const settings = { image_copy_regions: ['cn-beijing', 'cn-shanghai'] };
    await expect(it.build(settings, RUN)).rejects.toMatchObject({ code: 'cloud-quota' });
    it.emulator.faults.clear();
    await it.build(settings, RUN);
    expect(it.sent('CreateImage')).toHaveLength(1);
    expect(
      it.emulator.record.filter(({ action, status }) => action === 'CopyImage' && status === 200),
    ).toHaveLength(2);
    expect(it.left().filter((thing) => !thing.startsWith('snapshot'))).toEqual([
      'image cn-beijing',
      'image cn-hangzhou',
      'image cn-shanghai',
    ]);
  });
});
