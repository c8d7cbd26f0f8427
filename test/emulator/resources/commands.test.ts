import { expect, test } from 'vitest';
import { alibabaCloud } from '../../../src/cloud/alibaba/alibaba-cloud.ts';
import { Keys } from '../../../src/cloud/alibaba/credentials/keys.ts';
import { staticKeys } from '../../../src/cloud/alibaba/credentials/static-keys.ts';
import { startEmulator } from '../../../src/emulator/emulator.ts';
import { never } from '../../cloud/alibaba/account.ts';
import { instanceSpec, markOf, network } from '../../cloud/alibaba/stage.ts';
import { sdkClient } from '../sdk-client.ts';

async function running() {
  const emulator = await startEmulator({ guests: 'memory' });
  const credentials = staticKeys(new Keys(emulator.accessKeyId, emulator.accessKeySecret), 'a test');
  const cloud = alibabaCloud({ region: 'cn-hangzhou', credentials, endpointUrl: emulator.url });
  const id = await cloud.instances.create(instanceSpec(await network(cloud)), markOf('instance'), never);
  await cloud.close();
  const call = sdkClient(emulator);
  const sdk: typeof call = (name, request) => call(name, { regionId: 'cn-hangzhou', ...request });
  await expect
    .poll(
      async () => {
        const { instanceCloudAssistantStatusSet: set } = await sdk('Ecs.DescribeCloudAssistantStatus', {
          instanceId: [id],
        });
        return set.instanceCloudAssistantStatus[0].cloudAssistantStatus;
      },
      { timeout: 15_000 },
    )
    .toBe('true');
  const result = async (invokeId: string) => {
    let row: Record<string, unknown> = {};
    await expect
      .poll(
        async () => {
          const { invocation } = await sdk('Ecs.DescribeInvocationResults', {
            invokeId,
            contentEncoding: 'PlainText',
          });
          row = invocation.invocationResults.invocationResult[0];
          return row['invokeRecordStatus'];
        },
        { timeout: 15_000 },
      )
      .toBe('Finished');
    return row;
  };
  return { sdk, id, result, [Symbol.asyncDispose]: () => emulator.close() };
}

const shell = (text: string) => ({
  type: 'RunShellScript',
  commandContent: Buffer.from(text).toString('base64'),
});

test('a command runs as its user, with its output and exit code', async () => {
  await using it = await running();
  const { invokeId } = await it.sdk('Ecs.RunCommand', { ...shell('whoami; exit 4'), instanceId: [it.id] });
  expect(await it.result(invokeId)).toMatchObject({
    invocationStatus: 'Failed',
    exitCode: 4,
    output: 'root\n',
    errorCode: 'ExitCodeNonzero',
  });
  const nobody = await it.sdk('Ecs.RunCommand', {
    ...shell('true'),
    username: 'nowhere',
    instanceId: [it.id],
  });
  expect(await it.result(nobody.invokeId)).toMatchObject({ errorCode: 'UserOrGroupNotExists' });
});

test('of a long output the end is kept, and how much is missing is told', async () => {
  await using it = await running();
  const { invokeId } = await it.sdk('Ecs.RunCommand', { ...shell('seq 1 9000'), instanceId: [it.id] });
  const { output, dropped } = await it.result(invokeId);
  expect([String(output).length, dropped, String(output).endsWith('\n9000\n')]).toEqual([
    24_576,
    19_317,
    true,
  ]);
});

test('a stored command takes parameters', async () => {
  await using it = await running();
  const command = { ...shell('echo {{ what }} {{other}}'), name: 'say', enableParameter: true };
  const { commandId } = await it.sdk('Ecs.CreateCommand', command);
  const { invokeId } = await it.sdk('Ecs.InvokeCommand', {
    commandId,
    instanceId: [it.id],
    parameters: { what: 'hello' },
  });
  expect(await it.result(invokeId)).toMatchObject({ output: 'hello {{other}}\n', exitCode: 0 });
});

const REFUSED: readonly (readonly [string, string, object])[] = [
  ['RunCommand', 'CmdContent.ExceedLimit', shell('x'.repeat(20_000))],
  ['RunCommand', 'InvalidCmdType.NotFound', { ...shell('true'), type: 'RunPython' }],
  ['RunCommand', 'InvalidInstance.NotMatch', { ...shell('true'), type: 'RunBatScript' }],
  ['RunCommand', 'InvalidInstance.NotFound', { ...shell('true'), instanceId: ['i-none'] }],
  ['SendFile', 'FileSize.ExceedLimit', { name: 'f', targetDir: '/tmp', content: 'x'.repeat(32_769) }],
  ['InvokeCommand', 'InvalidCmdId.NotFound', { commandId: 'c-none' }],
  ['StopInvocation', 'InvalidInvokeId.NotFound', { invokeId: 't-none' }],
];

test('what cannot be done is refused with the code of the service', async () => {
  await using it = await running();
  for (const [action, code, request] of REFUSED)
    await expect(it.sdk(`Ecs.${action}`, { instanceId: [it.id], ...request })).rejects.toMatchObject({
      code,
    });
});
