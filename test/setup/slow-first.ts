import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take seconds, the longest first: one that is begun last makes the whole run wait for it alone. */
const SLOW = [
  'hostile/sample',
  'e2e/login',
  'guests/windows/host-pwsh',
  'cli/policy',
  'communicators/ssh/openssh',
  'communicators/ssh/route',
  'communicators/winrm/exec',
  'fixtures/fixtures',
  'e2e/packer-defects',
  'e2e/failure',
  'guests/sandbox-guest',
  'communicators/winrm/connect',
  'template/hcl/expressions',
  'cloud/alibaba/many-builds',
];

/** The same of the tests against programs of others. */
const SLOW_PEERS = ['differential/differential', 'ansible', 'winrm', 'configuration-management', 'packer'];

/** Begins with the files that take long; the others keep Vitest's order. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted
      .map((file) => ({ file, place: placeOf(file.moduleId) }))
      .sort((a, b) => a.place - b.place)
      .map(({ file }) => file);
  }
}

function placeOf(path: string): number {
  const name = path.replace(/^.*\/test\/(?:peers\/)?/, '').replace(/\.test\.ts$/, '');
  const order = path.includes('/test/peers/') ? SLOW_PEERS : SLOW;
  const place = order.indexOf(name);
  return place < 0 ? order.length : place;
}
