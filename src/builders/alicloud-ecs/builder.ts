import type { Cloud } from '../../cloud/port.ts';
import { type PreparedCommunicator, prepareCommunicator } from '../../communicators/prepare-communicator.ts';
import { unsupported } from '../../communicators/unsupported.ts';
import { runBuild } from '../../engine/run-build.ts';
import { invalidSettings } from '../../errors/word/alicloud-ecs.ts';
import { communicatorUnsupported } from '../../errors/word/communicator.ts';
import type { EventArtifact } from '../../events/event.ts';
import { decode } from '../../template/schema/decode.ts';
import { secretValues } from '../../template/schema/secrets.ts';
import type { BuilderType, BuildScope, PreparedBuilder } from '../builder.ts';
import { artifactOf } from './artifact.ts';
import { prolong } from './auto-release.ts';
import { alicloudEcsFields, type EcsConfig } from './config.ts';
import type { Environment } from './environment.ts';
import type { Facts } from './facts.ts';
import { guest } from './guest.ts';
import { runKey } from './run-key.ts';
import { settle, warningsOf } from './settle.ts';
import { needsKeyPair } from './steps/key-pair.ts';
import { steps } from './steps.ts';
import { findings } from './validate.ts';

/** Builds a custom image of Alibaba Cloud ECS from a temporary instance. */
export const alicloudEcs: BuilderType = {
  type: 'alicloud-ecs',
  fields: alicloudEcsFields,
  prepare(raw, { context, env, force }) {
    const decoded = decode(alicloudEcsFields, [raw], { context, exclude: ['run_command'] });
    const settled = settle(decoded, { env, force });
    const communicator = prepareCommunicator(settled);
    const config = { ...settled, ...communicator.config };
    const found = findings(config, communicator.findings);
    if (found.length > 0) throw invalidSettings(found);
    return prepared({ config, communicator, env }, warningsOf(decoded, config));
  },
};

interface Settings {
  readonly config: EcsConfig;
  readonly communicator: PreparedCommunicator;
  readonly env: Readonly<Record<string, string | undefined>>;
}

function prepared(settings: Settings, warnings: readonly string[]): PreparedBuilder {
  const { config } = settings;
  return {
    warnings,
    secrets: secretValues(alicloudEcsFields, config),
    steps: steps(config).map((step) => ({ name: step.name, needs: step.needs, plan: step.plan({ config }) })),
    run: (scope) => run(settings, scope),
  };
}

async function run(settings: Settings, scope: BuildScope): Promise<EventArtifact | undefined> {
  const refused = unsupported(settings.config);
  if (refused.length > 0) throw communicatorUnsupported(refused);
  const { cloud, region } = await openCloud(settings, scope);
  const config = { ...settings.config, region };
  const env = environment({ ...settings, config }, cloud, scope);
  const end = new AbortController();
  const prolonging = prolong({ cloud, scope, signal: end.signal });
  try {
    const { journal, emit, signal, buildName, onError } = scope;
    const options = { journal, emit, signal, buildName, onError };
    const facts = await runBuild<Environment, Facts>({ ...options, steps: steps(config), env });
    return config.skip_create_image ? undefined : artifactOf(config, facts);
  } finally {
    end.abort();
    await prolonging;
    await env.guest.close();
    await cloud.close();
  }
}

/** The account in the region that the template, the environment or the profile names. */
async function openCloud({ config, env }: Settings, { endpointUrl, pace }: BuildScope) {
  // Loaded at the first cloud call: a validation does without it.
  const [{ alibabaCloud }, { resolveAccess }] = await Promise.all([
    import('../../cloud/alibaba/alibaba-cloud.ts'),
    import('../../cloud/alibaba/credentials/access.ts'),
  ]);
  const access = await resolveAccess(config, { env, endpointUrl, pace });
  return { region: access.region, cloud: alibabaCloud({ ...access, endpointUrl, pace }) };
}

function environment({ config, communicator, env }: Settings, cloud: Cloud, scope: BuildScope): Environment {
  const { folder, autoRelease, pace } = scope;
  const made = needsKeyPair(config) && config.ssh_keypair_name === '';
  return {
    ...{ config, cloud, folder, autoRelease, pace },
    provision: (comm, data, signal) => scope.provision(comm, data, signal),
    provisionCleanup: (comm, data, signal) => scope.provisionCleanup(comm, data, signal),
    guest: guest({
      communicator,
      env,
      reach: (host, port) => scope.reach(host, port),
      runKey: async () => (made ? (await runKey(folder, '')).privateKey : undefined),
    }),
  };
}
