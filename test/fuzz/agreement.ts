/** Why the tools may decide differently about a template; each stands in docs/differences.md. */
interface Excuse {
  readonly why: string;
  holds(packer: Decision, ours: Decision): boolean;
}

export interface Decision {
  readonly code: number | null;
  readonly stdout: string;
}

/** Words of checks that only this tool makes, before anything is made. */
const ownChecks =
  /is '[^']*', must be|is -?[\d.e+]+, must be|has \d+ (characters|bytes|items)|needs disk_size or|nothing holds its private key|are for the service itself|more than|at most|entries, but/;

const excuses: readonly Excuse[] = [
  { why: 'Packer crashed', holds: ({ code }) => code !== 0 && code !== 1 },
  {
    why: 'ssh_username has a default here',
    holds: (packer, ours) => ours.code === 0 && packer.stdout.includes('An ssh_username must be specified'),
  },
  {
    why: 'a profile may tell the region here',
    holds: (packer, ours) => ours.code === 0 && packer.stdout.includes('region option or ALICLOUD_REGION'),
  },
  {
    why: 'settings of later versions are known here',
    holds: (packer, ours) => ours.code === 0 && packer.stdout.includes('unknown configuration key'),
  },
  {
    why: 'what the service would refuse is refused here',
    holds: (packer, ours) => packer.code === 0 && ownChecks.test(ours.stdout.replaceAll(/\s+/g, ' ')),
  },
];

/** `undefined` where both accept or both refuse; else the excuse, or nothing to say for it. */
export function disagreement(
  packer: Decision,
  ours: Decision,
): { readonly excuse: string | undefined } | undefined {
  if ((packer.code === 0) === (ours.code === 0)) return undefined;
  return { excuse: excuses.find(({ holds }) => holds(packer, ours))?.why };
}
