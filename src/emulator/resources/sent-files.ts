import { MOST_FILE } from '../../cloud/alibaba/rules/combinations.ts';
import { findAccount } from '../../guests/accounts.ts';
import { applyDisk } from '../../guests/disk.ts';
import type { Machine } from '../../guests/machine.ts';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { flag, requiredText, text } from '../params.ts';
import { targets } from './commands.ts';
import { begin, finish, type Invocation, invocationsOf } from './invocations.ts';
import { pageOf } from './page.ts';
import { isoSeconds } from './table.ts';

/** Bytes of a file as it is sent. */
const sendFile: Handler = (call, world) => {
  const { params } = call;
  const content = requiredText(params, 'Content');
  if (content.length > MOST_FILE)
    throw new ApiError(403, 'FileSize.ExceedLimit', 'The size of the file exceeds the limit.');
  const file = { name: requiredText(params, 'Name'), folder: requiredText(params, 'TargetDir') };
  const data = text(params, 'ContentType') === 'Base64' ? content : Buffer.from(content).toString('base64');
  const [first] = targets(call, world).map(({ id }) => {
    const begun = { commandId: '', instanceId: id, region: call.region, username: 'root', file };
    return begin(world, begun, async (machine, invocation) => {
      await write(machine, invocation, { data, call });
      finish(world, invocation, invocation.errorCode === '' ? 'Success' : 'Failed');
    });
  });
  return { InvokeId: first?.id ?? '' };
};

async function write(
  machine: Machine,
  invocation: Invocation,
  { data, call: { params } }: { readonly data: string; readonly call: Call },
): Promise<void> {
  const { name, folder } = invocation.file ?? { name: '', folder: '' };
  const path = `${folder.replace(/\/+$/, '')}/${name}`;
  const owner = text(params, 'FileOwner') || 'root';
  const account = await findAccount(machine.files, owner);
  const there = await machine.files.stat(path).then(
    () => true,
    () => false,
  );
  if (account === undefined) invocation.errorCode = 'UserOrGroupNotExists';
  else if (there && !flag(params, 'Overwrite')) invocation.errorCode = 'FileAlreadyExists';
  else {
    const mode = Number.parseInt(text(params, 'FileMode') || '0644', 8);
    const file = { type: 'file', mode, data, owner: [account.uid, account.gid] } as const;
    await applyDisk(machine.files, { files: { [path]: file } });
  }
}

const describeResults: Handler = (call, world) => {
  const id = text(call.params, 'InvokeId');
  const found = [...invocationsOf(world).values()].filter(
    (each) => each.file !== undefined && each.region === call.region && ['', each.id].includes(id),
  );
  const page = pageOf(found, call.params);
  return { ...page.fields, Invocations: { Invocation: page.items.map(view) } };
};

function view(invocation: Invocation) {
  const { id, instanceId, file, status, createdAt, finishedAt, errorCode, errorInfo } = invocation;
  const one = {
    InstanceId: instanceId,
    InvocationStatus: status,
    ErrorCode: errorCode,
    ErrorInfo: errorInfo,
    CreationTime: isoSeconds(createdAt),
    FinishTime: finishedAt === 0 ? '' : isoSeconds(finishedAt),
  };
  return {
    InvokeId: id,
    Name: file?.name ?? '',
    TargetDir: file?.folder ?? '',
    InvocationStatus: status,
    CreationTime: isoSeconds(createdAt),
    VmCount: 1,
    InvokeInstances: { InvokeInstance: [one] },
  };
}

const clientToken = { status: 400, code: 'IdempotentParameterMismatch' };

/** Small files that Cloud Assistant puts into instances. */
export const sentFileActions: readonly Action[] = [
  {
    name: 'Ecs.SendFile',
    required: ['RegionId', 'InstanceId', 'Name', 'TargetDir', 'Content'],
    handler: sendFile,
    clientToken,
  },
  { name: 'Ecs.DescribeSendFileResults', required: ['RegionId'], handler: describeResults },
];
