import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { collect, eventually, type Rig, startGuest } from './rig.ts';

const factory = memoryGuests();
afterAll(() => factory.dispose());

async function using(
  options: Parameters<typeof startGuest>[1],
  work: (rig: Rig) => Promise<void>,
): Promise<void> {
  const rig = await startGuest(factory, options);
  await work(rig).finally(() => rig.dispose());
}

describe('a memory guest', () => {
  it('keeps files, users and its host key over stop and start', () =>
    using({}, async (rig) => {
      await rig.text('echo kept > /root/kept; useradd -m dora; echo x > /run/gone');
      const key = await rig.text('cat /etc/ssh/ssh_host_ed25519_key.pub');
      await rig.guest.halt();
      await expect(rig.connect()).rejects.toThrow();
      await rig.boot();
      expect(await rig.text('cat /root/kept /etc/ssh/ssh_host_ed25519_key.pub')).toBe(`kept\n${key}`);
      expect((await rig.exec('id dora')).code).toBe(0);
      expect((await rig.exec('cat /run/gone')).code).toBe(1);
    }));

  it('does not bring a removed key back at the next start', () =>
    using({}, async (rig) => {
      await rig.text(
        'sed -i.bak "/key-of-test$/d" /root/.ssh/authorized_keys; rm /root/.ssh/authorized_keys.bak',
      );
      await rig.guest.halt();
      await rig.boot();
      await expect(rig.connect()).rejects.toThrow(/authentication/i);
    }));

  it('is captured as the difference to a new one, and given to another', () =>
    using({}, async (rig) => {
      await rig.exec('cat > /opt/bytes', Buffer.from([0, 255, 10, 13]));
      await rig.text(
        'chmod 4750 /opt/bytes; ln -s bytes /opt/link; rm /etc/fstab; useradd -m erin; echo t > /tmp/t',
      );
      const disk = await rig.guest.capture();
      expect(disk.files['/opt/bytes']).toEqual({ type: 'file', mode: 0o4750, data: 'AP8KDQ==' });
      expect(disk.files['/opt/link']).toEqual({ type: 'link', target: 'bytes' });
      expect(disk.files['/etc/os-release']).toBeUndefined();
      expect(disk.files['/tmp/t']).toBeDefined();
      expect(disk.removed).toEqual(['/etc/fstab']);
      expect(JSON.parse(JSON.stringify(disk))).toEqual(disk);
      const other = await startGuest(factory, { hostname: 'izother' }, disk);
      expect(
        await other.text('stat -c %a /opt/link; readlink /opt/link; ls -ld /home/erin; hostname'),
      ).toMatch(/^4?750\nbytes\ndrwx------ 1 erin erin .*\nizother\n$/);
      expect((await other.exec('cat /etc/fstab')).code).toBe(1);
      await other.dispose();
    }));

  it.each([
    ['poweroff', 'off'],
    ['sudo shutdown -h now', 'off'],
    ['systemctl reboot', 'reboot'],
    ['shutdown -r +1', 'reboot'],
  ])('tells of %s', (command, action) =>
    using({}, async (rig) => {
      await rig.exec(command);
      expect(rig.power).toEqual([action]);
    }),
  );

  it('cuts running commands without a status when it is halted', () =>
    using({}, async (rig) => {
      const client = await rig.connect();
      const cut = new Promise<Awaited<ReturnType<typeof collect>>>((resolve, reject) => {
        client.exec('echo up; sleep 600', (error, channel) => {
          if (error !== undefined) return reject(error);
          collect(channel).then(resolve, reject);
          return channel.once('data', () => void rig.guest.halt());
        });
      });
      expect(await cut).toMatchObject({ code: null, signal: undefined });
    }));

  it('answers on more addresses while it runs', () =>
    using({ addresses: ['127.0.0.1', '127.0.0.3'] }, async (rig) => {
      const added = await rig.guest.listen('127.0.0.2');
      const client = await rig.connect({ host: added.host, port: added.port });
      const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));
      await rig.guest.unlisten('127.0.0.2');
      await ended;
      await expect(rig.connect({ host: added.host, port: added.port })).rejects.toThrow();
      expect(await rig.text('echo still')).toBe('still\n');
    }));

  it('takes a free port where the wanted one is taken, and says so', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await using({ port }, async (rig) => {
      expect(rig.address.port).not.toBe(port);
      expect(await rig.text('echo here')).toBe('here\n');
    });
    await new Promise((resolve) => taken.close(resolve));
  });
});

describe('user data', () => {
  it('runs a script once, before the first login', () =>
    using({ userData: Buffer.from('#!/bin/bash\necho ran >> /root/ran\necho told\n') }, async (rig) => {
      expect(await rig.text('cat /root/ran /var/log/cloud-init-output.log')).toBe('ran\ntold\n');
      await rig.guest.halt();
      await rig.boot();
      expect(await rig.text('cat /root/ran')).toBe('ran\n');
    }));

  it('understands the documented part of cloud-config', () => {
    const text = `#cloud-config
ssh_authorized_keys:
  - ssh-ed25519 AAAAC3Nza one
users:
  - name: frank
    ssh_authorized_keys: ["ssh-ed25519 AAAAC3Nzb two"]
write_files:
  - path: /opt/cfg/file
    permissions: '0600'
    content: |
      line 1
        line 2
runcmd:
  - echo 'from run' > /root/run
  - [sh, -c, "echo list >> /root/run"]
`;
    return using({ userData: Buffer.from(text) }, async (rig) => {
      expect(await rig.text('cat /opt/cfg/file /root/run; ls -l /opt/cfg/file | cut -c1-10')).toBe(
        'line 1\n  line 2\nfrom run\nlist\n-rw-------\n',
      );
      expect(
        await rig.text('grep -c one /root/.ssh/authorized_keys; cat /home/frank/.ssh/authorized_keys'),
      ).toBe('1\nssh-ed25519 AAAAC3Nzb two\n');
    });
  });

  it('reads cloud-config as cloud-init does: permissions without quotes, folded texts, anchors', () => {
    const text = `#cloud-config
write_files:
  - &file { path: /opt/one, permissions: 0640, content: "a" }
  - <<: *file
    path: /opt/two
    content: >-
      folded
      text
`;
    return using({ userData: Buffer.from(text) }, async (rig) => {
      expect(await rig.text('cat /opt/two; ls -l /opt | cut -c1-10')).toBe(
        'foldedtext\ntotal 8\n-rw-r-----\n-rw-r-----\n'.replace('foldedtext\n', 'folded text'),
      );
    });
  });

  it('notes what is no YAML', () =>
    using({ userData: Buffer.from('#cloud-config\nruncmd: [echo\n') }, async (rig) => {
      expect(await eventually(async () => (await rig.exec('true')).code === 0)).toBe(true);
      expect(await rig.text('cat /var/log/cloud-init-output.log')).toMatch(/^cloud-config ignored: .*line 3/);
    }));
});
