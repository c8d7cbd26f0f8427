import { isBuildError } from '../../../errors/build-error.ts';
import { type CloudCode, commonCode } from './common.ts';
import { ecsRefusals } from './ecs.ts';
import { type ActionRefusals, type Meaning, MINUTE } from './row.ts';
import { vpcRefusals } from './vpc.ts';

const actions: Readonly<Record<string, ActionRefusals>> = { ...ecsRefusals, ...vpcRefusals };

/** What a refusal is for us. */
interface Understood {
  readonly code: CloudCode;
  /** What the action's own table says of it. */
  readonly means: Meaning | undefined;
  /** Milliseconds for which the same call is worth another try; unset where it is not, or as long as any call. */
  readonly settles: number | undefined;
}

/** A thing made a moment ago is visible everywhere after about a minute. */
const SEEN_WITHIN = 2 * MINUTE;

const codes: Readonly<Record<Meaning, CloudCode>> = {
  'not-yet': 'cloud-busy',
  'not-seen': 'cloud-missing',
  'sold-out': 'cloud-sold-out',
  gone: 'cloud-missing',
  done: 'cloud-invalid',
  exists: 'cloud-exists',
  quota: 'cloud-quota',
  denied: 'cloud-denied',
  wrong: 'cloud-invalid',
};

/** The meaning of an error answer: by the table of its action, else by its code alone, else by its HTTP status. */
export function understand(
  { product, action }: { readonly product: string; readonly action: string },
  api: string,
  status: number,
): Understood {
  const known = actions[`${product}.${action}`];
  const means = known && meaningIn(known, api);
  if (means === undefined) return { code: commonCode(api, status), means, settles: undefined };
  return { code: codes[means], means, settles: settlesWithin(means, known?.within) };
}

function settlesWithin(means: Meaning, within: number | undefined): number | undefined {
  if (means === 'not-seen') return SEEN_WITHIN;
  return means === 'not-yet' ? within : undefined;
}

/** The longest of the table's codes that `api` is, or begins with before a dot. */
function meaningIn({ rows }: ActionRefusals, api: string): Meaning | undefined {
  let [longest, meaning]: [number, Meaning | undefined] = [0, undefined];
  for (const { codes, means } of rows)
    for (const code of codes)
      if (code.length > longest && (api === code || api.startsWith(`${code}.`)))
        [longest, meaning] = [code.length, means];
  return meaning;
}

/** Whether the service has answered an error with this meaning. */
export function means(error: unknown, ...meanings: readonly Meaning[]): boolean {
  if (!isBuildError(error)) return false;
  const { means } = error.data;
  return meanings.some((meaning) => meaning === means);
}
