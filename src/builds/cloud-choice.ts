import type { EmulationFlags } from './emulation.ts';
import type { Around } from './requests.ts';
import { type Change, templateChanges } from './template-changes.ts';
import { endpointInvalid } from './words.ts';

/** Which cloud is meant: an embedded one, one at an address, or, with neither, the real one. */
export interface CloudChoice {
  readonly emulation?: EmulationFlags | undefined;
  /** One base URL for every product. */
  readonly endpointUrl?: string | undefined;
}

/** The cloud that new runs are built on; where nobody says, the environment may. */
export function chosenCloud(
  { emulation, endpointUrl }: CloudChoice,
  { env }: Pick<Around, 'env'>,
): CloudChoice {
  return { emulation, endpointUrl: checked(endpointUrl ?? env['ECS_IMAGEBUILD_ENDPOINT_URL']) };
}

/** The cloud of a run that is taken up: the one it began on, unless another is named now. The environment has no say any more. */
export function keptCloud(now: CloudChoice, before: CloudChoice): CloudChoice {
  const [given, old] = [now.emulation, before.emulation];
  const emulation = given && {
    latency: given.latency ?? old?.latency,
    state: given.state ?? old?.state,
    guests: given.guests ?? old?.guests,
    faults: given.faults ?? old?.faults,
    acceptIds: given.acceptIds || old?.acceptIds,
    insideVpc: given.insideVpc || old?.insideVpc,
  };
  return { emulation: emulation ?? old, endpointUrl: checked(now.endpointUrl) ?? before.endpointUrl };
}

/** How they differ in what decides where things are, as changes of a template are told. */
export function cloudChanges(before: CloudChoice, now: CloudChoice): readonly Change[] {
  return templateChanges({ cloud: place(before) }, { cloud: place(now) });
}

function place({ emulation, endpointUrl }: CloudChoice) {
  if (emulation === undefined) return { endpointUrl: endpointUrl ?? null };
  const { state, guests = 'memory' } = emulation;
  return { emulated: true, state: state ?? null, guests };
}

function checked(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw endpointInvalid(url);
  return url;
}
