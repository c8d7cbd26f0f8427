import { secretVariables } from '../../cloud/credential-variables.ts';
import { type PreparedCommunicator, prepareCommunicator } from '../../communicators/prepare-communicator.ts';
import { checkServed } from '../../communicators/unsupported.ts';
import { cleanRun } from '../../engine/clean-run.ts';
import { discardResult } from '../../engine/discard-result.ts';
import { runBuild } from '../../engine/run-build.ts';
import type { EventArtifact } from '../../events/event.ts';
import { decode } from '../../template/schema/decode.ts';
import { secretValues } from '../../template/schema/secrets.ts';
import type { BuilderType, BuildScope, PreparedBuilder, Rehearsal } from '../builder.ts';
import { artifactOf } from './artifact.ts';
import { alicloudEcsFields, type EcsConfig } from './config.ts';
import { withKeys, withoutCredentials } from './emulated-keys.ts';
import type { Environment } from './environment.ts';
import type { Facts } from './facts.ts';
import { copyPlans } from './images/image-names.ts';
import { withKept } from './images/kept.ts';
import { CLOUD_ASSISTANT } from './instance/assistant-agent.ts';
import { prolong } from './instance/auto-release.ts';
import { connectsPrivately } from './instance/reachability.ts';
import { openCloud } from './open-cloud.ts';
import { openAccount } from './orphans.ts';
import { rehearsed, standInGuest, standIns } from './rehearsal.ts';
import { settle, warningsOf } from './settle.ts';
import { beginKeyPair } from './steps/key-pair.ts';
import { steps } from './steps.ts';
import { connectAgain, environment, type Settings } from './surroundings.ts';
import { findings } from './validate.ts';
import { invalidSettings } from './words.ts';

/** Builds a custom image of Alibaba Cloud ECS from a temporary instance. */
export const alicloudEcs: BuilderType = {
  type: 'alicloud-ecs',
  fields: alicloudEcsFields,
  openAccount,
  prepare(raw, { context, env: all, force, site, keys }) {
    const decoded = decode(alicloudEcsFields, [raw], { context, exclude: ['run_command'] });
    const meant = settle(decoded, { env: all, force, site });
    const settled = keys === undefined ? meant : withKeys(meant, keys);
    const env = keys === undefined ? all : withoutCredentials(all);
    const communicator = prepareAccess(settled);
    const config = { ...settled, ...communicator.config };
    const found = findings(config, communicator.findings, env);
    if (found.length > 0) throw invalidSettings(found);
    return {
      ...prepared({ config, communicator, env }),
      warnings: warningsOf(decoded, config),
      // Real keys are hidden also where those of an embedded cloud take their place.
      secrets: [meant, config]
        .flatMap((one) => secretValues(alicloudEcsFields, one))
        .concat(secretVariables(all)),
    };
  },
};

/** Cloud Assistant is this builder's own way to its guests: none of the settings of a connection count. */
function prepareAccess(config: EcsConfig): PreparedCommunicator {
  if (config.communicator !== CLOUD_ASSISTANT) return prepareCommunicator(config);
  const without = prepareCommunicator({ ...config, communicator: 'none' });
  return { ...without, config: { ...without.config, communicator: CLOUD_ASSISTANT } };
}

function prepared(settings: Settings): Omit<PreparedBuilder, 'warnings' | 'secrets'> {
  const { config } = settings;
  return {
    steps: steps(config).map((step) => ({ name: step.name, needs: step.needs, plan: step.plan({ config }) })),
    privately: connectsPrivately(config),
    provisions: 'provisioned',
    machine: 'instance',
    run: (scope) => run(settings, scope),
    cleanup: (scope) => cleanup(settings, scope),
    discard: (scope) => discard(settings, scope),
    connect: (scope) => connectAgain(settings, scope),
    rehearse: (scope, how) => rehearse(settings, scope, how),
    roles: {
      instance: config.ecs_ram_role_name,
      assumed: config.ram_role_arn,
      regions: [config.region, ...copyPlans(config).map(({ region }) => region)],
      assistant: config.communicator === CLOUD_ASSISTANT,
    },
  };
}

async function rehearse(
  { config, communicator }: Settings,
  scope: BuildScope,
  how: Rehearsal,
): Promise<void> {
  const env = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
  const played = { config: rehearsed(config, how), communicator, env };
  const given = await within(played, scope, ({ cloud, config }) => standIns(cloud, config, scope));
  how.begins();
  const settings = { ...played, config: { ...played.config, ...given } };
  await build({ ...settings, guest: standInGuest(settings.config) }, scope);
}

async function run(settings: Settings, scope: BuildScope): Promise<EventArtifact | undefined> {
  checkServed(settings.config, settings.env);
  return build(settings, scope);
}

async function build(settings: Settings, scope: BuildScope): Promise<EventArtifact | undefined> {
  beginKeyPair(settings.config, scope);
  return within(settings, scope, async (env) => {
    const { config, cloud } = env;
    const end = new AbortController();
    const prolonging = prolong({ cloud, scope, signal: end.signal });
    try {
      const { journal, emit, signal, buildName, onError, control, followed } = scope;
      const options = { journal, emit, signal, buildName, onError, control, followed };
      const facts = await runBuild<Environment, Facts>({ ...options, steps: steps(config), env }).catch(
        async (error: unknown) => {
          throw await withKept(error, env, scope);
        },
      );
      const { image, copies, shared } = facts;
      // Without an image: none was asked for, or the run stopped before it.
      if (config.skip_create_image || !image || !copies || !shared) return undefined;
      return artifactOf(config, { image, copies, shared });
    } finally {
      end.abort();
      await prolonging;
    }
  });
}

function cleanup(settings: Settings, scope: BuildScope): Promise<boolean> {
  return within(settings, scope, async (env) => {
    const { journal, emit, buildName } = scope;
    // Images may have been asked for when they were made, and not any more.
    const all = steps({ ...env.config, skip_create_image: false });
    return cleanRun<Environment, Facts>({ journal, emit, buildName, steps: all, env });
  });
}

/** Deletes the images with their snapshots and copies, as Packer does with an artifact that is not kept. */
function discard(settings: Settings, scope: BuildScope): Promise<void> {
  return within(settings, scope, async (env) => {
    const { journal, emit, buildName } = scope;
    await discardResult<Environment, Facts>({ journal, emit, buildName, steps: steps(env.config), env });
  });
}

/** Opens the cloud for as long as `use` takes. */
async function within<T>(
  settings: Settings,
  scope: BuildScope,
  use: (env: Environment) => Promise<T>,
): Promise<T> {
  const { cloud, site } = await openCloud(settings, scope);
  const config = { ...settings.config, region: site.region };
  const env = environment({ ...settings, config }, { cloud, site }, scope);
  try {
    return await use(env);
  } finally {
    env.network.end();
    await env.guest.close();
    await cloud.close();
  }
}
