/** A line that only one of the tools prints, and why; docs/differences.md tells users. */
interface IntendedDifference {
  readonly only: 'packer' | 'ecs-imagebuild';
  readonly line: RegExp;
  readonly why: string;
}

export const intendedDifferences: readonly IntendedDifference[] = [
  {
    only: 'ecs-imagebuild',
    line: /^==> Run \d{8}-\d{6}-[0-9a-f]{6}$/,
    why: 'the id by which a run is resumed or cleaned up comes first',
  },
  {
    only: 'packer',
    line: /^ {4}Attach keypair \S+ to instance: i-ID$/,
    why: 'the key pair is given when the instance is made',
  },
  {
    only: 'packer',
    line: /^==> Starting instance: i-ID$/,
    why: 'the instance is not made stopped, so that nothing has to start it',
  },
  {
    only: 'packer',
    line: /^ {4}Detach keypair \S+ from instance: i-ID$/,
    why: 'the pair goes after the instance, so that nothing has to be detached',
  },
  {
    only: 'packer',
    line: /^==> Adding tags\(map\[.*\]\) to image: m-ID$/,
    why: 'CreateImage takes the tags',
  },
  {
    only: 'packer',
    line: /^==> Creating snapshot from system disk d-ID: s-ID$/,
    why: 'said when it begins, not when the call has been answered',
  },
  {
    only: 'ecs-imagebuild',
    line: /^(==> Creating snapshot from system disk of i-ID| {4}Created snapshot: s-ID)$/,
    why: 'said when it begins, as of every other thing; the id follows',
  },
  {
    only: 'ecs-imagebuild',
    line: /^==> Cleaning up 'EIP association'$/,
    why: 'the address is taken from the instance as soon as nothing connects any more',
  },
  {
    only: 'ecs-imagebuild',
    line: /^ {4}The security group lets everybody in at the communicator's port: /,
    why: 'said where it cannot be narrowed to this machine; Packer opens all ports to everybody without a word',
  },
];

/**
 * What a build printed, fit to be compared: no ids, times, addresses, key names and colours, no build names before the
 * lines, one spelling of EIP, and of this tool only the part that Packer has (not its report).
 */
export function comparable(output: string, tool: 'packer' | 'ecs-imagebuild'): readonly string[] {
  const [body = ''] = output.split('\n==> Report of');
  return body
    .split('\n')
    .map(anonymous)
    .filter((line) => line !== '')
    .filter(
      (line) => !intendedDifferences.some(({ only, line: known }) => only === tool && known.test(line)),
    );
}

/** Work after the last of these is not serial: this tool clears up beside the snapshot, Packer afterwards. */
const serial = /^==> Using ssh communicator to connect/;
const parallelAgain = /^==> Creating image/;
const removal = /^==> Cleaning up '/;

/**
 * The lines in three parts: making things (sorted: this tool makes them side by side), working in the guest, and the rest
 * (sorted, without repetitions: this tool tags the snapshots of copies too). Removals right before the line that tells of
 * the image are of the rest too: an EIP can be gone by then.
 */
export function parts(lines: readonly string[]): {
  readonly making: readonly string[];
  readonly working: readonly string[];
  readonly ending: readonly string[];
} {
  const begin = lines.findIndex((line) => serial.test(line));
  const told = lines.findIndex((line) => parallelAgain.test(line));
  const end = lines.findLastIndex((line, at) => at < told && !removal.test(line)) + 1;
  return {
    making: lines.slice(0, begin).toSorted(),
    working: lines.slice(begin, end),
    ending: [...new Set(lines.slice(end))].toSorted(),
  };
}

function anonymous(line: string): string {
  return line
    .trimEnd()
    .replace(/^(==> | {4}|--> )[\w-]+: /, '$1')
    .replace(/^Build '[\w-]+'/, "Build 'NAME'")
    .replaceAll(/\b(i|m|s|sg|vpc|vsw|eip|d)-bp1[0-9a-z]+/g, '$1-ID')
    .replaceAll(/packer_[0-9a-f-]{15,}/g, 'KEY')
    .replaceAll(/\b127(\.\d+){3}\b/g, 'ADDRESS')
    .replaceAll(/\S*packer-shell\d+/g, 'SCRIPT')
    .replaceAll(/\b\d{10}\b/g, 'TIMESTAMP')
    .replace(/ after \d+ .*$/, ' after SOME TIME')
    .replace(/(Allocat\w+) eip/, '$1 EIP');
}
