import { communicatorFields } from '../../communicators/config.ts';
import { type PreparedCommunicator, prepareCommunicator } from '../../communicators/prepare-communicator.ts';
import { checkServed } from '../../communicators/unsupported.ts';
import { runBuild } from '../../engine/run-build.ts';
import type { MachineEnvironment } from '../../machine/environment.ts';
import { type Guest, guest } from '../../machine/guest.ts';
import { decode } from '../../template/schema/decode.ts';
import { secretValues } from '../../template/schema/secrets.ts';
import { configRefused } from '../../template/words.ts';
import { openClock } from '../../wire/clock.ts';
import type { Artifact, BuilderType, BuildScope, PrepareOptions } from '../builder.ts';
import { mistakes } from './config.ts';
import { addressOf, type NullFacts, steps } from './steps.ts';

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
    const { config } = communicator;
    return {
      warnings: [],
      secrets: secretValues(communicatorFields, config),
      steps: steps.map(({ name, needs, plan }) => ({ name, needs, plan: plan({ config }) })),
      provisions: 'provisioned',
      run: (scope) => run(scope, communicator, env),
      connect: (scope) => guestOf(scope, communicator, env).connect(addressOf({ config }), scope.signal),
    };
  },
};

type Env = PrepareOptions['env'];

async function run(
  scope: BuildScope,
  communicator: PreparedCommunicator,
  env: Env,
): Promise<Artifact | undefined> {
  const { config } = communicator;
  checkServed(config, env);
  const own = guestOf(scope, communicator, env);
  try {
    const around: MachineEnvironment = { ...scope, config, guest: own, clock: scope.clock ?? openClock() };
    const facts = await runBuild<MachineEnvironment, NullFacts>({ ...scope, steps, env: around });
    return facts.provisioned && ARTIFACT;
  } finally {
    await own.close();
  }
}

function guestOf(scope: BuildScope, communicator: PreparedCommunicator, env: Env): Guest {
  return guest({ communicator, env, run: scope });
}
