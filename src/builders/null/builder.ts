import type { Communicator } from '../../communicators/communicator.ts';
import { communicatorFields } from '../../communicators/config.ts';
import { connect as link } from '../../communicators/connect.ts';
import { noCommunicator } from '../../communicators/none.ts';
import { type PreparedCommunicator, prepareCommunicator } from '../../communicators/prepare-communicator.ts';
import { checkServed } from '../../communicators/unsupported.ts';
import { eventError } from '../../engine/event-error.ts';
import { finding } from '../../errors/word/communicator.ts';
import { cleanupFailed } from '../../errors/word/provisioner.ts';
import { configRefused } from '../../errors/word/template.ts';
import type { EventArtifact } from '../../events/event.ts';
import { decode } from '../../template/schema/decode.ts';
import { secretValues } from '../../template/schema/secrets.ts';
import type { BuilderType, BuildScope } from '../builder.ts';

const STEP = 'provisioned';

const ARTIFACT: EventArtifact = {
  builderId: 'fnoeding.null',
  id: 'Null',
  text: 'Did not export anything. This is the null builder',
  files: [],
  images: [],
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
        { name: 'provisioned', needs: ['connected'], plan: 'run the provisioners' },
      ],
      provisions: STEP,
      run: (scope) => journalled(scope, () => run(scope, communicator, env)),
      connect: (scope) => connect(scope, communicator, env),
    };
  },
};

/** The machine is not ours, so all that a journal can tell is how far the provisioners got. */
async function journalled(scope: BuildScope, build: () => Promise<EventArtifact>): Promise<EventArtifact> {
  const { journal, onError, signal, control } = scope;
  const place = control?.only ?? control?.from;
  if (place?.part !== undefined)
    journal.write({ type: 'again', step: STEP, part: place.part, alone: place === control?.only });
  journal.write({ type: 'started', step: STEP });
  try {
    const artifact = await build();
    journal.write({ type: 'done', step: STEP, fact: { done: true } });
    journal.write({ type: 'ended', outcome: control?.only === undefined ? 'succeeded' : 'stopped' });
    return artifact;
  } catch (error) {
    const { code, message } = eventError(error);
    journal.write({ type: 'failed', step: STEP, code, message });
    const ended = signal.aborted ? 'cancelled' : 'failed';
    journal.write({ type: 'ended', outcome: onError === 'cleanup' ? ended : 'aborted' });
    throw error;
  }
}

function mistakes({ config, usernameMissing, findings }: PreparedCommunicator): readonly string[] {
  if (config.communicator === 'none') return findings;
  const ssh = config.communicator === 'ssh';
  const host = ssh ? config.ssh_host : config.winrm_host;
  return [
    ...(usernameMissing ? [finding.usernameMissing] : []),
    ...findings,
    ...(host === '' ? ['a Host must be specified, please reference your communicator documentation'] : []),
    ...(usernameMissing
      ? ['a Username must be specified, please reference your communicator documentation']
      : []),
  ];
}

async function run(
  scope: BuildScope,
  communicator: PreparedCommunicator,
  env: Readonly<Record<string, string | undefined>>,
): Promise<EventArtifact> {
  const comm = await connect(scope, communicator, env);
  const data = { ...comm.data, ConnType: comm.kind, ID: 'Null', PackerRunUUID: scope.runId };
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
  checkServed(config);
  const ssh = config.communicator === 'ssh';
  const where = await scope.reach(
    ssh ? config.ssh_host : config.winrm_host,
    ssh ? config.ssh_port : config.winrm_port,
  );
  say(scope, `Waiting for ${ssh ? 'SSH' : 'WinRM'} to become available...`);
  return link(communicator, env, { ...where, signal: scope.signal });
}
