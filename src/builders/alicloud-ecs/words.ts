import { BuildError } from '../../errors/build-error.ts';
import { prepareErrors } from '../../errors/multi-error.ts';

/** Texts of the alicloud-ecs builder. Findings that Packer makes too have its wording: users search for it. */
export const invalidSettings = (findings: readonly string[]): BuildError =>
  new BuildError('config-invalid', prepareErrors(findings), { data: { findings } });

export const outOfRange = (field: string, value: number, low: number, high: number): string =>
  `${field} is ${value}, must be from ${low} to ${high}`;

export const notOneOf = (field: string, value: string, allowed: readonly string[]): string =>
  `${field} is '${value}', must be one of ${allowed.map((each) => `'${each}'`).join(', ')}`;

export const wrongShape = (field: string, value: string, shape: string): string =>
  `${field} is '${value}', must be ${shape}`;

export const tooMany = (field: string, count: number, most: number, why: string): string =>
  `${field} has ${count} entries, at most ${most} are possible: ${why}`;

export const moreThanRegions = (field: string, count: number, regions: number): string =>
  `${field} has ${count} entries, but image_copy_regions has ${regions}: name one region for each`;

export const sameDevice = (field: string, device: string, other: string): string =>
  `${field} is '${device}', which ${other} is already`;

export const unknownCategory = (field: string, category: string): string =>
  `${field} is '${category}', which is not known here: whether the service has it shows when the instance is made.`;

export const warnings = {
  userDefaulted: 'ssh_username is not set: root is used.',
  instancesStay:
    'image_force_delete_instances has no effect: instances that use a replaced image are never deleted.',
  keysUnused: 'kms_key_id and kms_key_copy_ids have no effect: they are used when image_encrypted is true.',
  nothingToClear: 'ssh_clear_authorized_keys has no effect: the build uses no temporary key pair.',
} as const;

export const unknownRegions = (regions: readonly string[]): BuildError =>
  new BuildError(
    'config-invalid',
    prepareErrors(regions.map((region) => `Not a valid alicloud region: ${region}`)),
    {
      hint: 'Check region and image_copy_regions; skip_region_validation turns this check off.',
      data: { regions },
    },
  );

export const nameTaken = (name: string, id: string): BuildError =>
  new BuildError(
    'cloud-exists',
    `Error: Image Name: '${name}' is used by an existing alicloud image: ${id}`,
    {
      hint: 'Choose another image_name, or set image_force_delete to replace that image.',
      data: { name, id },
    },
  );

export const noSuchImage = (id: string): BuildError =>
  new BuildError('cloud-missing', `No alicloud image was found matching filters: ${id}`, {
    hint: 'Check source_image and region. An image that is past its date is found with skip_image_validation.',
    data: { id },
  });

export const noImageMatches = (asked: string, nearest: readonly string[]): BuildError =>
  new BuildError('cloud-missing', `No image matches source_image_filter (${asked}).`, {
    hint:
      nearest.length === 0
        ? 'There are none at all of this owner in this region: check owner and region.'
        : `The nearest: ${nearest.join('; ')}.`,
    data: { nearest },
  });

export const ambiguousFilter = (found: readonly string[]): BuildError =>
  new BuildError(
    'config-invalid',
    `source_image_filter matches ${found.length} images: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', ...' : ''}.`,
    { hint: 'Narrow it, or set most_recent to take the newest.', data: { found } },
  );

export const assistantOnWindows = (id: string): BuildError =>
  new BuildError(
    'component-unsupported',
    `The image ${id} is one of Windows: communicator cloud-assistant serves Linux alone.`,
    { hint: 'Use communicator winrm.' },
  );

export const noSuchFamily = (family: string): BuildError =>
  new BuildError('cloud-missing', `No alicloud image was found matching image family: ${family}`, {
    hint: 'Check image_family and region; families of public images begin with acs:.',
    data: { family },
  });

export const noSuchThing = (noun: string, id: string): BuildError =>
  new BuildError('cloud-missing', `The specified ${noun} {${id}} doesn't exist.`, {
    hint: 'Check the id and the region; leave the setting out to have one made for this build.',
    data: { id },
  });

export const typeNotSold = (type: string, types: readonly string[]): BuildError =>
  new BuildError(
    'config-invalid',
    types.length > 0
      ? `The instance type ${type} isn't available in this region.\n You can either change the instance to one of following: [${types.join(' ')}] \nor choose another region.`
      : `The instance type ${type} isn't available in this region.\n You can change to other regions.`,
    { data: { type } },
  );

/** After everything that could be tried; the last refusal is the cause. */
export const soldOutEverywhere = (
  tried: readonly { readonly type: string; readonly zone: string }[],
  cause: BuildError,
): BuildError =>
  new BuildError(
    'cloud-sold-out',
    `Creating an instance: nothing that could be tried is available now: ${tried.map(({ type, zone }) => (zone === '' ? type : `${type} in ${zone}`)).join(', ')}.`,
    {
      hint: 'Name more instance_types or zone_ids, another region, or try later.',
      cause,
      data: { ...cause.data, tried },
    },
  );

export const vSwitchElsewhere = (id: string, vpc: string, found: string): BuildError =>
  new BuildError(
    'config-invalid',
    `The specified vswitch {${id}} belongs to ${found}, not to vpc_id ${vpc}.`,
    {
      hint: 'Correct vswitch_id, or leave vpc_id out: the vSwitch tells its VPC.',
    },
  );

export const zoneElsewhere = (id: string, zone: string, found: string): BuildError =>
  new BuildError(
    'config-invalid',
    `The specified vswitch {${id}} lies in zone ${found}, not in zone_id ${zone}.`,
    {
      hint: 'Correct zone_id, or leave it out: the vSwitch tells its zone.',
    },
  );

export const classicGroup = (id: string): BuildError =>
  new BuildError(
    'config-invalid',
    `The specified security group {${id}} is one of the classic network, which the service has closed to new instances: this builder makes its instance in a VPC.`,
    { hint: 'Choose a security group of a VPC, or leave security_group_id out to have one made.' },
  );

export const groupElsewhere = (id: string, vpc: string, found: string): BuildError =>
  new BuildError(
    'config-invalid',
    `The specified security group {${id}} belongs to ${found === '' ? 'no VPC' : found}, the instance to ${vpc}.`,
    { hint: 'Choose a security group of the same VPC, or leave security_group_id out.' },
  );

export const noFreeBlock = (vpc: string, cidr: string): BuildError =>
  new BuildError('config-invalid', `Choosing a range for a vSwitch in ${vpc}: none is free in ${cidr}.`, {
    hint: 'Set vswitch_id to a vSwitch of that VPC, or remove unused ones.',
  });

export const eipInUse = (id: string, instance: string): BuildError =>
  new BuildError('config-invalid', `The specified EIP {${id}} is in use by ${instance}.`, {
    hint: 'Set eip_id to a free EIP, or use associate_public_ip_address to have one allocated.',
  });

export const noSystemDisk = (instance: string): BuildError =>
  new BuildError('cloud-missing', `Unable to find system disk of instance ${instance}`);

export const unreadableUserData = (file: string, why: string): BuildError =>
  new BuildError('config-invalid', `Reading user_data_file ${file}: ${why}`, {
    hint: 'Correct user_data_file; a relative path is seen from the working directory.',
  });

export const notJson = (field: string): string => `${field} is not a JSON object`;

export const onlyWith = (field: string, other: string): string => `${field} has no effect without ${other}`;

export const onlyOneOf = (one: string, other: string): string =>
  `${one} and ${other} exclude each other: set one of them`;

export const unknownSource =
  "The security group lets everybody in at the communicator's port: this machine's public address is not known. Set security_group_source_cidr to narrow it.";

export const familyless = (field: string): string =>
  `${field} needs target_image_family or image_copy_families: it is about the images of a family`;

export const takenBack = 'the service takes the spot instance back';
export const released = 'it was released meanwhile';
export const goneSpot =
  'it was released meanwhile, most likely because the service took the spot instance back';

export const instanceLost = (id: string, why: string, cause: unknown): BuildError =>
  new BuildError('wait-dead', `Instance ${id} is lost: ${why}.`, {
    cause,
    hint: 'Build again; the new build makes an instance of its own. A spot instance can be taken back at any time: spot_strategy NoSpot is not.',
    data: { instance: id },
  });

/** What a build that failed with its image complete leaves; one line each. */
export const keptLines = (
  there: readonly string[],
  missing: readonly string[],
  runId: string,
): readonly string[] => [
  `Complete, and kept: ${there.join(', ')}.`,
  ...(missing.length === 0 ? [] : [`Missing: ${missing.join(', ')}.`]),
  `Make what is missing: ecs-imagebuild resume ${runId}. Or remove everything: ecs-imagebuild cleanup ${runId}`,
];

export const accountChanged = (before: string, now: string): BuildError =>
  new BuildError(
    'run-changed',
    `The run began in account ${before}; the credentials are those of account ${now}.`,
    {
      hint: `Give the credentials of account ${before}.`,
    },
  );
