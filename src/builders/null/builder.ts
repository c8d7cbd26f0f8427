import { join } from 'node:path';
import type { Communicator } from '../../communicators/communicator.ts';
import { type CommunicatorConfig, communicatorFields } from '../../communicators/config.ts';
import { connect as link } from '../../communicators/connect.ts';
import { noCommunicator } from '../../communicators/none.ts';
import { type PreparedCommunicator, prepareCommunicator } from '../../communicators/prepare-communicator.ts';
import { hostName } from '../../communicators/ssh/known-hosts.ts';
import { checkServed } from '../../communicators/unsupported.ts';
import { finding } from '../../communicators/words.ts';
import { decode } from '../../template/schema/decode.ts';
import { secretValues } from '../../template/schema/secrets.ts';
import { configRefused } from '../../template/words.ts';
import { reason } from '../../wire/reason.ts';
import type { Artifact, BuilderType, BuildScope } from '../builder.ts';
import { cleanGuest } from '../clean-guest.ts';
import { NO_HTTP_SERVER } from '../no-http-server.ts';
import { ONE_STEP, oneStep } from '../one-step.ts';
import { withOnError } from './on-error.ts';

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
    ...(ssh && config.ssh_host_key_check === 'strict' && config.ssh_host_key_fingerprint === ''
      ? [finding.strictNeedsUserData]
      : []),
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
  checkServed(communicator.config, env);
  const comm = await withOnError({ scope, step: 'StepConnect' }, () =>
    announced(scope, communicator, () => connect(scope, communicator, env)),
  );
  const data = generatedData(comm, scope.runId);
  // The cleanup provisioner is for failures; an interrupt is none.
  const cleaning = (error: unknown) => cleanGuest(scope, comm, { data, error });
  try {
    await withOnError({ scope, step: 'StepProvision', cleanUp: cleaning }, () =>
      scope.provision(comm, data, scope.signal),
    );
    return ARTIFACT;
  } finally {
    await comm.close();
  }
}

/** Without a connection Packer tells nothing about one. */
function generatedData(comm: Communicator, runId: string): Readonly<Record<string, string>> {
  return {
    ...NO_HTTP_SERVER,
    ...(comm.kind !== 'none' && { ...comm.data, ConnType: comm.kind }),
    ID: 'Null',
    PackerRunUUID: runId,
  };
}

/** Packer's lines around connecting; the error of a connection that fails is told there and then. */
async function announced(
  scope: BuildScope,
  { config }: PreparedCommunicator,
  connecting: () => Promise<Communicator>,
): Promise<Communicator> {
  if (config.communicator === 'none') return connecting();
  const ssh = config.communicator === 'ssh';
  say(
    scope,
    `Using ${config.communicator} communicator to connect: ${ssh ? config.ssh_host : config.winrm_host}`,
  );
  say(scope, `Waiting for ${ssh ? 'SSH' : 'WinRM'} to become available...`);
  try {
    const comm = await connecting();
    say(scope, `Connected to ${ssh ? 'SSH' : 'WinRM'}!`);
    return comm;
  } catch (error) {
    if (!scope.signal.aborted)
      scope.emit({ type: 'note', build: scope.buildName, level: 'error', text: reason(error) });
    throw error;
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
  const ssh = config.communicator === 'ssh';
  const [host, port] = ssh ? [config.ssh_host, config.ssh_port] : [config.winrm_host, config.winrm_port];
  const { ask, signal, folder } = scope;
  return link(communicator, env, {
    ...(await scope.reach(host, port)),
    hostKeyName: hostName(host, port),
    knownHosts: join(folder, 'known_hosts'),
    signal,
    ...(ask && { ask }),
  });
}
