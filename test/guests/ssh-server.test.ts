import { createHash, randomBytes } from 'node:crypto';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { newHostKey } from '../../src/guests/ssh/host-key.ts';
import { collect, eventually, execOn, noOpenSsh, type Rig, startGuest } from './rig.ts';

const factory = memoryGuests();
let rig: Rig;

beforeAll(async () => {
  rig = await startGuest(factory, { password: 's3cret word' });
});

afterAll(async () => {
  await rig.dispose();
  await factory.dispose();
});

const sha = (data: Buffer) => createHash('sha256').update(data).digest('hex');

describe('logging in', () => {
  it('lets the key of the boot options in, as root and as another user', async () => {
    for (const username of ['root', 'ecs-user']) {
      const client = await rig.connect({ username });
      expect((await execOn(client, 'whoami')).stdout.toString()).toBe(`${username}\n`);
      client.end();
    }
  });

  it('lets an rsa key in that a user added to authorized_keys', async () => {
    const rsa = ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 });
    await rig.text(`echo '${rsa.public}' >> /root/.ssh/authorized_keys`);
    const client = await rig.connect({ privateKey: rsa.private });
    expect((await execOn(client, 'echo in')).stdout.toString()).toBe('in\n');
    client.end();
  });

  it('refuses a strange key, an unknown user and a wrong password', async () => {
    const strange = newHostKey().private;
    await expect(rig.connect({ privateKey: strange })).rejects.toThrow(/authentication/i);
    await expect(rig.connect({ username: 'nosuch' })).rejects.toThrow(/authentication/i);
    const { host, port } = rig.address;
    const wrong = rig.connect({ host, port, privateKey: '', password: 'other' });
    await expect(wrong).rejects.toThrow(/authentication|privateKey/i);
  });

  it('takes the password, also by keyboard-interactive', async () => {
    const { host, port } = rig.address;
    const asked = new ssh2.Client();
    const ready = new Promise<void>((resolve, reject) => {
      asked.on('ready', resolve).on('error', reject);
      asked.on('keyboard-interactive', (_name, _instructions, _lang, _prompts, answer) =>
        answer(['s3cret word']),
      );
    });
    asked.connect({ host, port, username: 'root', tryKeyboard: true });
    await ready;
    asked.end();
    const plain = new ssh2.Client();
    const let_in = new Promise<void>((resolve, reject) => plain.on('ready', resolve).on('error', reject));
    plain.connect({ host, port, username: 'ecs-user', password: 's3cret word' });
    await let_in;
    plain.end();
  });

  it('takes a password that was set inside, and no longer a key that was removed', async () => {
    await rig.text("useradd -m bob; echo 'bob:hunter2' | chpasswd");
    const { host, port } = rig.address;
    const client = new ssh2.Client();
    const ready = new Promise<void>((resolve, reject) => client.on('ready', resolve).on('error', reject));
    client.connect({ host, port, username: 'bob', password: 'hunter2' });
    await ready;
    client.end();
    const own = newHostKey();
    await rig.text(`echo '${own.public} gone' >> /root/.ssh/authorized_keys`);
    (await rig.connect({ privateKey: own.private })).end();
    await rig.text('sed -i "/ gone$/d" /root/.ssh/authorized_keys');
    await expect(rig.connect({ privateKey: own.private })).rejects.toThrow(/authentication/i);
  });
});

describe('commands', () => {
  it('keeps output, errors and the exit status apart', async () => {
    const result = await rig.exec('echo out; echo err >&2; exit 42');
    expect(result).toMatchObject({ code: 42, stderr: 'err\n' });
    expect(result.stdout.toString()).toBe('out\n');
  });

  it('passes bytes through unchanged both ways', async () => {
    const data = randomBytes(300_000);
    await rig.exec('cat > /tmp/bytes', data);
    expect(sha((await rig.exec('cat /tmp/bytes')).stdout)).toBe(sha(data));
    expect(await rig.text('sha256sum < /tmp/bytes')).toBe(`${sha(data)}  -\n`);
  });

  it('gives 5 MB of output whole', async () => {
    const result = await rig.exec(
      'head -c 1048576 /dev/zero > /tmp/m; cat /tmp/m /tmp/m /tmp/m /tmp/m /tmp/m',
    );
    expect(result.stdout.length).toBe(5 * 1024 * 1024);
  });

  it('shows output while the script still runs', async () => {
    const client = await rig.connect();
    const seen = await new Promise<string>((resolve, reject) => {
      client.exec('echo first; sleep 600', (error, channel) => {
        if (error !== undefined) return reject(error);
        return channel.once('data', (data: Buffer) => resolve(data.toString()));
      });
    });
    expect(seen).toBe('first\n');
    client.end();
  });

  it('ends an endless loop at a signal, and says which', async () => {
    const client = await rig.connect();
    const result = await new Promise<Awaited<ReturnType<typeof collect>>>((resolve, reject) => {
      client.exec('echo on; while :; do :; done', (error, channel) => {
        if (error !== undefined) return reject(error);
        collect(channel).then(resolve, reject);
        return channel.once('data', () => channel.signal('KILL'));
      });
    });
    expect(result).toMatchObject({ code: null, signal: 'SIGKILL' });
    client.end();
  });

  it('ends an endless loop when the client goes away', async () => {
    const client = await rig.connect();
    await new Promise<void>((resolve, reject) => {
      client.exec('while :; do echo x >> /tmp/ticks; done', (error) =>
        error === undefined ? resolve() : reject(error),
      );
    });
    const size = async () => Number((await rig.exec('wc -c < /tmp/ticks')).stdout.toString()) || 0;
    expect(await eventually(async () => (await size()) > 0)).toBe(true);
    client.end();
    let before = await size();
    const quiet = await eventually(async () => {
      const now = await size();
      const same = now === before;
      before = now;
      return same;
    });
    expect(quiet).toBe(true);
  });

  it('answers an unknown global request and refuses forwarding', async () => {
    const client = await rig.connect();
    const refused = await new Promise<Error | undefined>((resolve) => {
      client.forwardOut('127.0.0.1', 1, '127.0.0.1', 9, (error) => resolve(error ?? undefined));
    });
    expect(refused?.message).toMatch(/fail|prohibited/i);
    expect((await execOn(client, 'echo alive')).code).toBe(0);
    client.end();
  });

  it('runs environment variables, blanks and quotes as sent', async () => {
    const client = await rig.connect();
    const result = await new Promise<Awaited<ReturnType<typeof collect>>>((resolve, reject) => {
      client.exec('echo "$GREETING"', { env: { GREETING: "it's  me" } }, (error, channel) => {
        if (error !== undefined) return reject(error);
        collect(channel).then(resolve, reject);
        return channel.end();
      });
    });
    expect(result.stdout.toString()).toBe("it's  me\n");
    client.end();
  });
});

describe('a login shell', () => {
  it('keeps folder, variables and functions from line to line', async () => {
    const client = await rig.connect();
    const result = await new Promise<Awaited<ReturnType<typeof collect>>>((resolve, reject) => {
      client.shell(false, (error, channel) => {
        if (error !== undefined) return reject(error);
        collect(channel).then(resolve, reject);
        return channel.end('cd /etc\nX=5\nf() {\n echo in f $1\n}\npwd; echo $X\nf now\nexit 3\n');
      });
    });
    expect(result.stdout.toString()).toBe('/etc\n5\nin f now\n');
    expect(result.code).toBe(3);
    client.end();
  });

  it('prompts and echoes on a terminal', async () => {
    const client = await rig.connect();
    const result = await new Promise<Awaited<ReturnType<typeof collect>>>((resolve, reject) => {
      client.shell({ term: 'xterm' }, (error, channel) => {
        if (error !== undefined) return reject(error);
        collect(channel).then(resolve, reject);
        return channel.write('echo hx\x7fi\rexit\r');
      });
    });
    expect(result.stdout.toString()).toContain('[root@iztest ~]# ');
    expect(result.stdout.toString()).toContain('\r\nhi\r\n');
    client.end();
  });
});

describe.skipIf(noOpenSsh !== undefined)(
  `OpenSSH's client${noOpenSsh === undefined ? '' : ` (${noOpenSsh})`}`,
  () => {
    it('gets status, output and errors', async () => {
      const result = await rig.openSsh('ssh', ['guest', 'cat; echo err >&2; exit 7'], 'from input\n');
      expect(result).toMatchObject({ code: 7, stderr: 'err\n' });
      expect(result.stdout.toString()).toBe('from input\n');
    });

    it('runs a script from its input', async () => {
      const result = await rig.openSsh('ssh', ['guest', 'bash -s -- one'], 'echo "got $1"\nexit 4\n');
      expect(result.stdout.toString()).toBe('got one\n');
      expect(result.code).toBe(4);
    });
  },
);
