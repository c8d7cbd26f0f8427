import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { sandboxGuests } from '../../src/guests/sandbox/sandbox-guest.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, eventually, noSandboxHere, type Rig, startGuest } from './rig.ts';

const missing = noSandboxHere();

describe.skipIf(missing !== undefined)(
  `a sandbox guest${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    const factory = sandboxGuests();
    let rig: Rig;

    beforeAll(async () => {
      rig = await startGuest(factory, { userData: Buffer.from('#!/bin/sh\nid -un > /root/ran\n') });
    });

    afterAll(async () => {
      await rig.dispose();
      await factory.dispose();
    });

    it('runs the real shell as root on a computer of its own', async () => {
      expect(await rig.text('id -un; hostname; cat /root/ran; . /etc/os-release; echo $ID')).toBe(
        'root\niztest\nroot\nalinux\n',
      );
      const result = await rig.exec('echo out; echo err >&2; exit 42');
      expect(result).toMatchObject({ code: 42, stderr: 'err\n' });
    });

    it('leaves the host as it is', async () => {
      const mark = `guest-mark-${process.pid}`;
      await rig.exec(
        `for d in /etc /root /home /tmp /var /opt /srv /usr/local; do touch $d/${mark}; done; touch /usr/bin/${mark} /${mark}`,
      );
      for (const folder of [
        '/etc',
        '/root',
        '/home',
        tmpdir(),
        '/var',
        '/opt',
        '/srv',
        '/usr/local',
        '/usr/bin',
        '/',
      ])
        expect(existsSync(`${folder}/${mark}`)).toBe(false);
      expect((await rig.exec('touch /usr/bin/x')).code).not.toBe(0);
    });

    it('has no network and sees no processes of the host', async () => {
      expect(await rig.text('cat /proc/net/dev | grep -vc -e lo: -e Inter -e face || true')).toBe('0\n');
      expect(Number(await rig.text('ls /proc | grep -c "^[0-9]"'))).toBeLessThan(10);
    });

    it('does not let links lead scp and sftp out to the host', async () => {
      await rig.text(
        `ln -s ${import.meta.filename} /tmp/out; ln -s /../../../../../etc/hostname /tmp/up; ln -s /proc/self/root /tmp/root`,
      );
      const client = await rig.connect();
      const read = (path: string) =>
        new Promise<string>((resolve) =>
          client.sftp((_, sftp) =>
            sftp.readFile(path, (error, data) => resolve(error ? 'refused' : data.toString())),
          ),
        );
      expect(await read('/tmp/out')).toBe('refused');
      expect(await read('/tmp/up')).toBe('iztest\n');
      expect(await read('/tmp/root/etc/hostname')).toBe('refused');
      client.end();
    });

    it('ends what runs when the client sends a signal', async () => {
      const client = await rig.connect();
      const result = await new Promise<Awaited<ReturnType<typeof collect>>>((resolve, reject) => {
        client.exec('echo on; while :; do :; done', (error, channel) => {
          if (error !== undefined) return reject(error);
          collect(channel).then(resolve, reject);
          return channel.once('data', () => channel.signal('TERM'));
        });
      });
      expect(result).toMatchObject({ code: null, signal: 'SIGTERM' });
      client.end();
    });

    it('keeps its files over stop and start and tells of a reboot', async () => {
      await rig.text('echo kept > /root/kept');
      await rig.guest.halt();
      await rig.boot();
      expect(await rig.text('cat /root/kept')).toBe('kept\n');
      const cut = rig.exec('sudo reboot');
      expect(await eventually(() => rig.power.length > 0)).toBe(true);
      expect(rig.power).toEqual(['reboot']);
      await rig.guest.halt();
      await cut;
      await rig.boot();
    });

    it('gives and takes the same disks as a memory guest', async () => {
      await rig.text(
        'mkdir /opt/app; echo 1 > /opt/app/one; chmod 640 /opt/app/one; ln -s one /opt/app/two; rm /etc/fstab',
      );
      const disk = await rig.guest.capture();
      expect(disk.files['/opt/app/one']).toEqual({ type: 'file', mode: 0o640, data: 'MQo=' });
      expect(disk.removed).toEqual(['/etc/fstab']);
      const memory = memoryGuests();
      const other = await startGuest(memory, {}, disk);
      expect(await other.text('cat /opt/app/two; stat -c %a /opt/app/one')).toBe('1\n640\n');
      await other.text('echo 2 > /opt/app/three');
      const back = await startGuest(factory, {}, await other.guest.capture());
      expect(await back.text('cat /opt/app/two /opt/app/three')).toBe('1\n2\n');
      await back.dispose();
      await other.dispose();
      await memory.dispose();
    });

    it('has stand-ins for packages and services, as a memory guest', async () => {
      await rig.text('apt-get -y install nginx docker-ce && systemctl enable --now nginx');
      expect(await rig.text('systemctl is-active nginx; ls /etc/nginx')).toMatch(
        /^active\n[\s\S]*nginx\.conf/,
      );
      expect(await rig.text('curl -s http://localhost; systemctl --version')).toMatch(/^OK\nsystemd 239/);
    });

    it('removes its folder when it is disposed of', async () => {
      // Others that run beside it have theirs in the common folder.
      const alone = temporaryFolder('guest');
      vi.stubEnv('TMPDIR', alone);
      try {
        const guest = await sandboxGuests().create({ files: {} });
        expect(readdirSync(alone)).toHaveLength(1);
        await guest.dispose();
        expect(readdirSync(alone)).toEqual([]);
      } finally {
        vi.unstubAllEnvs();
      }
    });
  },
);
