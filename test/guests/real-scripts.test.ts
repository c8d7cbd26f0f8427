import { afterAll, describe, expect, it } from 'vitest';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { startGuest } from './rig.ts';

const factory = memoryGuests();
afterAll(() => factory.dispose());

/** A script as Packer runs it, on a new guest. */
async function run(script: string) {
  const rig = await startGuest(factory);
  try {
    await rig.exec('cat > /tmp/script_1.sh', script);
    const { code, stdout, stderr } = await rig.exec('chmod +x /tmp/script_1.sh; /tmp/script_1.sh');
    return { code, out: stdout.toString(), stderr };
  } finally {
    await rig.dispose();
  }
}

describe('a redirection that fails', () => {
  it('fails its command alone, with the reason', async () => {
    const { code, out, stderr } = await run('echo x > /no/such/dir/file; echo after $?\nexit 3\n');
    expect([code, out]).toEqual([3, 'after 1\n']);
    expect(stderr).toBe('bash: /no/such/dir/file: No such file or directory\n');
  });

  it('ends a script with -e, with status 1', async () => {
    const { code, out } = await run(
      '#!/bin/bash -e\nname=file\nfor i in 1; do echo x >> "/no/$name"; done\necho never\n',
    );
    expect([code, out]).toEqual([1, '']);
  });

  it('says that a folder is one', async () => {
    expect((await run('echo x > /etc')).stderr).toContain('/etc: Is a directory');
  });
});

describe('traps', () => {
  it('of EXIT run with here-documents in functions, in whatever form', async () => {
    const { code, out, stderr } = await run(`#!/bin/bash
set -e
trap cleanup EXIT
cleanup() {
  cat <<EOF > /tmp/bye
bye $HOME
EOF
  cat /tmp/bye
}
write() {
	cat <<-'END'
	key = "$v"
	END
}
write
exit 4
`);
    expect([code, out, stderr]).toEqual([4, 'key = "$v"\nbye /root\n', '']);
  });

  it('of ERR run when a command has ended the script, before that of EXIT', async () => {
    const { code, out } = await run(
      "#!/bin/bash -e\ntrap 'echo failed with $?' ERR\ntrap 'echo end' EXIT\nfalse\necho no\n",
    );
    expect([code, out]).toEqual([1, 'failed with 1\nend\n']);
  });
});

it('output that a script sends through another program arrives', async () => {
  const { code, out } = await run('#!/bin/bash\nexec > >(tee /var/log/setup.log) 2>&1\necho done\n');
  expect([code, out]).toEqual([0, 'done\n']);
});

describe('what templates do to a server', () => {
  it.each([
    [
      'a web server',
      'apt-get -y install nginx && systemctl start nginx && systemctl enable nginx && curl -s http://localhost',
      'It works!',
    ],
    [
      'the status of a web server',
      'yum install -y httpd; service httpd start; curl -so /dev/null -w "%{http_code}" http://127.0.0.1/',
      '200',
    ],
    [
      'settings of a package',
      'apt-get install -y nginx; echo "server {}" > /etc/nginx/conf.d/a.conf; rm /etc/nginx/sites-enabled/default; ls /etc/nginx/conf.d',
      'a.conf',
    ],
    [
      'Docker',
      'yum -y install docker-ce; tee /etc/docker/daemon.json <<< "{}"; systemctl restart docker; docker pull nginx; command -v docker',
      '/usr/bin/docker',
    ],
    [
      'limits',
      'echo "* soft nofile 65535" >> /etc/security/limits.conf; tail -n1 /etc/security/limits.conf',
      'nofile 65535',
    ],
    [
      'kernel settings',
      'echo vm.swappiness=10 >> /etc/sysctl.conf; sysctl -p; cat /etc/sysctl.conf; ls -d /etc/sysctl.d',
      'vm.swappiness=10',
    ],
    [
      'swap',
      'fallocate -l 1G /swap && chmod 600 /swap && mkswap /swap && swapon /swap && stat -c %a /swap',
      '600',
    ],
    ['the version of systemd', "systemctl --version | head -1 | cut -d' ' -f2", '239'],
    [
      'units',
      'systemctl start app; systemctl list-units --no-pager | grep app; systemctl cat app',
      'Description=app.service',
    ],
    ['random secrets', 'openssl rand -hex 16 | wc -c', '33'],
    [
      'checksums',
      'printf abc | openssl dgst -sha256',
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ],
    ['templates of settings', "PORT=80 envsubst <<< 'listen $PORT ${PORT};'", 'listen 80 80;'],
    ['sockets', 'ss -tln', '0.0.0.0:22'],
    [
      'SELinux',
      "sed -i 's/SELINUX=.*/SELINUX=permissive/' /etc/selinux/config; cat /etc/selinux/config",
      'permissive',
    ],
    ['PAM', 'grep -l pam_limits /etc/pam.d/*', 'system-auth'],
    ['its own history', 'history -c && echo cleared', 'cleared'],
    ['words one by one', 'echo a b | xargs -n1 echo x', 'x a\nx b'],
    ['versions of tools', 'git --version; unzip -v | head -1; perl -v; jq --version', 'jq-1.6'],
  ])('%s', async (_, script, expected) => {
    const { code, out, stderr } = await run(`#!/bin/bash -e\n${script}\n`);
    expect([code, stderr.replaceAll(/^(This guest|Created symlink).*\n/gm, '')]).toEqual([0, '']);
    expect(out).toContain(expected);
  });

  it('nothing listens where nothing was started', async () => {
    expect(await run('curl http://localhost')).toMatchObject({ code: 7 });
  });
});

it('what was only noted is said at the end, once', async () => {
  const { code, out, stderr } = await run(
    'git clone https://example.com/x.git; python3 setup.py; git pull; echo done',
  );
  expect([code, out]).toEqual([0, 'done\n']);
  expect(stderr).toBe('This guest has only noted, and not run: git, python3\n');
});
