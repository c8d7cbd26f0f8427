import type { Communicator } from '../../communicators/communicator.ts';
import { type CommunicatorConfig, communicatorFields } from '../../communicators/config.ts';
import { noCommunicator } from '../../communicators/none.ts';
import {
  type PreparedCommunicator,
  prepareCommunicator,
  sshOptions,
} from '../../communicators/prepare-communicator.ts';
import { finding } from '../../errors/word/communicator.ts';
import { cleanupFailed } from '../../errors/word/provisioner.ts';
import { configRefused } from '../../errors/word/template.ts';
import { decode } from '../../template/schema/decode.ts';
import { secretValues } from '../../template/schema/secrets.ts';
import type { Artifact, BuilderType, BuildScope } from '../builder.ts';
import { NO_HTTP_SERVER } from '../no-http-server.ts';
import { ONE_STEP, oneStep } from '../one-step.ts';

const ARTIFACT: Artifact = {
  builderId: 'fnoeding.null',
  id: 'Null',
  text: 'Did not export anything. This is the null builder',
  files: [],
  images: [],
  data: { ID: 'Null' },
};

/** Packer's builder that makes nothing: it connects to a machine that is there, and provisions it. */
export const nullBuilder: BuilderType = {
  type: 'null',
  fields: communicatorFields,
  prepare(raw, { context, env }) {
    const communicator = prepareCommunicator(decode(communicatorFields, [raw], { context }));
    const findings = mistakes(communicator);
    if (findings.length > 0) throw configRefused(findings);
    return {
      warnings: [],
      secrets: secretValues(communicatorFields, communicator.config),
      steps: [
        { name: 'connected', needs: [], plan: `connect by ${communicator.config.communicator}` },
        { name: ONE_STEP, needs: ['connected'], plan: 'run the provisioners' },
      ],
      provisions: ONE_STEP,
      run: (scope) => oneStep(scope, () => run(scope, communicator, env)),
      connect: (scope) => connect(scope, communicator, env),
    };
  },
};

function mistakes({ config, usernameMissing, findings }: PreparedCommunicator): readonly string[] {
  if (config.communicator === 'none') return findings;
  const ssh = config.communicator === 'ssh';
  const host = ssh ? config.ssh_host : config.winrm_host;
  const user = ssh ? config.ssh_username : config.winrm_username;
  return [
    ...(usernameMissing ? [finding.usernameMissing] : []),
    ...findings,
    ...(host === '' ? [finding.unspecified('a Host')] : []),
    ...(user === '' ? [finding.unspecified('a Username')] : []),
    ...authentication(config),
  ];
}

/** Packer asks for exactly one way in, also where the machine is reached by WinRM. */
function authentication(config: CommunicatorConfig): readonly string[] {
  const password = config.communicator === 'ssh' ? config.ssh_password : config.winrm_password;
  const { ssh_agent_auth: agent, ssh_private_key_file: key } = config;
  if (!agent && password === '' && key === '') return [finding.unspecified('one authentication method')];
  const ways = [agent, config.ssh_password !== '', key !== ''].filter((way) => way);
  return ways.length > 1 ? [finding.oneWayIn] : [];
}

async function run(
  scope: BuildScope,
  communicator: PreparedCommunicator,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Artifact> {
  const comm = await connect(scope, communicator, env);
  const data = { ...NO_HTTP_SERVER, ...comm.data, ID: 'Null', PackerRunUUID: scope.runId };
  try {
    await scope.provision(comm, data, scope.signal);
    return ARTIFACT;
  } catch (error) {
    // The cleanup provisioner is for failures; an interrupt is none.
    if (!scope.signal.aborted && scope.onError !== 'abort') await cleanUp(scope, comm, { data, error });
    throw error;
  } finally {
    await comm.close();
  }
}

/** A cleanup that fails takes the place of the first error and quotes it, as in Packer. */
async function cleanUp(
  scope: BuildScope,
  comm: Communicator,
  { data, error }: { readonly data: Readonly<Record<string, string>>; readonly error: unknown },
): Promise<void> {
  say(scope, 'Provisioning step had errors: Running the cleanup provisioner, if present...');
  try {
    await scope.provisionCleanup(comm, data, scope.signal);
  } catch (second) {
    throw cleanupFailed(second, error);
  }
}

function say(scope: BuildScope, text: string): void {
  scope.emit({ type: 'note', build: scope.buildName, level: 'say', text });
}

async function connect(
  scope: BuildScope,
  communicator: PreparedCommunicator,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Communicator> {
  const { config } = communicator;
  if (config.communicator === 'none') return noCommunicator();
  const { connectSsh } = await import('../../communicators/ssh/connect.ts');
  const where = await scope.reach(config.ssh_host, config.ssh_port);
  say(scope, 'Waiting for SSH to become available...');
  return connectSsh(sshOptions(communicator, env, { ...where, signal: scope.signal }));
}
