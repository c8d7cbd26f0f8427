import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { type Rig, startGuest } from './rig.ts';

const factory = memoryGuests();
let rig: Rig;

beforeAll(async () => {
  rig = await startGuest(factory);
});

afterAll(async () => {
  await rig.dispose();
  await factory.dispose();
});

describe('programs of a memory guest', () => {
  it.each([
    ['id', 'id', 'uid=0(root) gid=0(root) groups=0(root)\n'],
    ['uname', 'uname -sm', 'Linux x86_64\n'],
    ['hostname', 'hostname; cat /etc/hostname', 'iztest\niztest\n'],
    ['os-release', '. /etc/os-release; echo $ID $VERSION_ID', 'alinux 3\n'],
    ['lsb_release', 'lsb_release -si', 'alinux\n'],
    ['sudo to another user', 'sudo -u ecs-user whoami', 'ecs-user\n'],
    ['sudo with a variable', "sudo FOO='a b' sh -c 'echo $FOO'", 'a b\n'],
    ['sudo -E', "export KEPT=1; sudo -E sh -c 'echo $KEPT'; sudo sh -c 'echo [$KEPT]'", '1\n[]\n'],
    ['sudo with quoted words', `sudo -n -H sh -c 'echo "$1"' x "it's  me"`, "it's  me\n"],
    ['env', "export GONE=1; env -i A=1 sh -c 'echo $A[$GONE]'; B=2 env | grep ^B=", '1[]\nB=2\n'],
    ['sed -i.bak', 'echo a > /tmp/sd; sed -i.bak s/a/b/ /tmp/sd; cat /tmp/sd /tmp/sd.bak', 'b\na\n'],
    ['install', 'install -D -m 750 /etc/hostname /opt/a/b && stat -c %a /opt/a/b', '750\n'],
    ['mktemp', 'd=$(mktemp -d); test -d $d && echo ok', 'ok\n'],
    ['dd', 'dd if=/dev/zero of=/tmp/z bs=1k count=3 status=none; wc -c < /tmp/z', '3072\n'],
    [
      'systemctl',
      'systemctl enable --now nginx 2>/dev/null; systemctl is-enabled nginx; systemctl is-active nginx',
      'enabled\nactive\n',
    ],
    ['crontab', "echo '* * * * * x' | crontab -; crontab -l", '* * * * * x\n'],
    [
      'chown',
      'touch /tmp/o; chown ecs-user:ecs-user /tmp/o; ls -l /tmp/o | cut -d" " -f3,4',
      'ecs-user ecs-user\n',
    ],
    ['cloud-init', 'cloud-init status --wait | tail -1', 'status: done\n'],
    [
      'ssh-keygen',
      'rm -f /etc/ssh/ssh_host_*; ssh-keygen -A >/dev/null; ls /etc/ssh/ssh_host_ed25519_key',
      '/etc/ssh/ssh_host_ed25519_key\n',
    ],
    [
      'programs of /usr/sbin',
      '/usr/sbin/useradd -r svc && getent passwd svc | cut -d: -f1; command -v useradd >/dev/null && echo found',
      'svc\nfound\n',
    ],
  ])('have %s', async (_name, command, output) => {
    expect(await rig.text(command)).toBe(output);
  });

  it('keep packages as names, and abort without -y', async () => {
    expect(await rig.text('apt-get update && apt-get install -y nginx')).toContain('would install');
    expect(await rig.text('rpm -q nginx')).toBe('nginx\n');
    expect(await rig.exec('yum install httpd')).toMatchObject({ code: 1 });
    expect((await rig.exec('rpm -q httpd')).code).toBe(1);
  });

  it('say that there is no network', async () => {
    expect(await rig.exec('curl -fsSL https://example.com/x')).toMatchObject({ code: 6 });
    expect((await rig.exec('wget https://example.com/x')).stderr).toContain('no network');
    expect((await rig.exec('wget https://example.com/x')).code).toBe(4);
  });

  it('make users that own their homes and may not write elsewhere', async () => {
    await rig.text('useradd -m -s /bin/bash -G wheel carol');
    expect(await rig.text('id carol')).toMatch(/\(carol\).*10\(wheel\)/);
    expect(await rig.text('ls -ld /home/carol')).toMatch(/^drwx------ 1 carol carol/);
    expect(await rig.exec("sudo -u carol sh -c 'echo x > /etc/x'")).toMatchObject({ code: 1 });
    expect(await rig.text("sudo -u carol sh -c 'echo x > ~/x && cat ~/x'")).toBe('x\n');
    await rig.text('userdel -r carol');
    expect((await rig.exec('id carol; ls /home/carol')).stderr).toContain('no such user');
  });
});
