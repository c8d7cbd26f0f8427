import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A page of a stranger that tries to launch an instance on a cloud of this machine, by every way that a page has. */
const page = (url: string) => `<title>waiting</title><script>
  const query = '?Action=RunInstances&RegionId=cn-hangzhou&InstanceType=ecs.g6.large&ImageId=aliyun_3';
  const tries = [
    fetch('${url}/' + query, { method: 'POST', mode: 'no-cors' }),
    fetch('${url}/' + query, { method: 'POST' }),
    fetch('${url}/latest/meta-data/ram/security-credentials/'),
    new Promise((loaded) => Object.assign(new Image(), { src: '${url}/' + query, onerror: loaded })),
  ];
  Promise.allSettled(tries).then((all) => { document.title = 'tried ' + all.length; });
</script>`;

test('a web page that is open in a browser is not served', async () => {
  await using emulator = await startEmulator({ guests: 'none', requireSignature: false });
  const site = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(page(emulator.url)),
  );
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  try {
    const { port } = site.address() as AddressInfo;
    const { stdout } = await promisify(execFile)('chromium', [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${temporaryFolder('browser')}`,
      '--virtual-time-budget=10000',
      '--dump-dom',
      `http://localhost:${port}/`,
    ]);
    expect(stdout).toContain('<title>tried 4</title>');
    expect(emulator.record).toEqual([]);
    expect(emulator.leftovers()).toEqual([]);
  } finally {
    site.close();
  }
});
