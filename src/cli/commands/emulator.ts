import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { emulate } from '../../builds/emulation.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import type { Run } from '../command.ts';
import { integerOf } from '../flags.ts';
import type { Terminal } from '../terminal.ts';

/** Serves the embedded cloud until it is interrupted; a second interrupt leaves without storing its state. */
export const run: Run = async ({ flags, terminal, ui }) => {
  if (flags.on('list-images')) {
    const { systemImages } = await import('../../emulator/catalog/system-images.ts');
    for (const { id, family, osName } of systemImages)
      ui.say([id.padEnd(56), (family || '-').padEnd(42), osName].join(' '));
    return 0;
  }
  let interrupt = () => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  let count = 0;
  const deafen = terminal.onInterrupt(() => {
    count += 1;
    if (count > 1) terminal.exit(1);
    interrupt();
  });
  try {
    const emulator = await emulate(
      {
        port: integerOf(flags.text('port') ?? '0'),
        latency: flags.text('latency'),
        state: flags.text('state'),
        guests: flags.text('guests'),
        faults: flags.text('faults'),
        acceptIds: flags.on('accept-ids'),
        insideVpc: flags.on('inside-vpc'),
        tls: flags.on('tls'),
        role: flags.text('role'),
        key: keyIn(terminal.env),
      },
      terminal.cwd,
    );
    ui.say(greeting(emulator));
    if (emulator.authority !== undefined) {
      const file = resolve(terminal.cwd, flags.text('state') ?? '.', 'emulator-ca.pem');
      writeFileSync(file, emulator.authority);
      ui.say(byHttps(emulator, file));
    }
    await interrupted;
    await emulator.close();
    ui.say('Stopped.');
    return 0;
  } finally {
    deafen();
  }
};

/** Keys that outlast a restart; not flags, which every process of the machine can read. */
function keyIn(env: Terminal['env']) {
  const accessKeyId = env['ECS_IMAGEBUILD_EMULATOR_ACCESS_KEY'] ?? '';
  const accessKeySecret = env['ECS_IMAGEBUILD_EMULATOR_SECRET_KEY'] ?? '';
  return accessKeyId === '' || accessKeySecret === '' ? undefined : { accessKeyId, accessKeySecret };
}

function byHttps({ url }: Emulator, file: string): string {
  return `\nClients that speak only https: HTTPS_PROXY=${url}, and trust ${file}\n(NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE).`;
}

function greeting({ url, accessKeyId, accessKeySecret, port }: Emulator): string {
  return `Alibaba Cloud, embedded, at ${url}

  access key id      ${accessKeyId}
  access key secret  ${accessKeySecret}

This tool:
  ALICLOUD_ACCESS_KEY=${accessKeyId} ALICLOUD_SECRET_KEY=${accessKeySecret} \\
    ecs-imagebuild run --endpoint-url ${url} TEMPLATE
Packer, which speaks plain HTTP to a proxy:
  ALICLOUD_ACCESS_KEY=${accessKeyId} ALICLOUD_SECRET_KEY=${accessKeySecret} \\
    HTTP_PROXY=${url} packer build TEMPLATE
An SDK: protocol HTTP, endpoint 127.0.0.1:${port} for ECS, VPC and STS, and the keys above.

Ctrl-C ends it.`;
}
