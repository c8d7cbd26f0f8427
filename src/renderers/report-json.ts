import { type BuildSummary, leftOver } from '../events/summary.ts';

/** Version of the file's form; grows when a field goes away or changes its meaning. */
const REPORT_VERSION = 1;

/** The file that `--report` writes: the same facts as the closing report, for programs. */
export function reportJson(builds: readonly BuildSummary[], milliseconds: number): string {
  const succeeded = builds.length > 0 && builds.every(({ outcome }) => outcome === 'succeeded');
  const told = builds.map((build) => ({ ...build, leftOver: leftOver(build).map(({ id }) => id) }));
  return `${JSON.stringify({ version: REPORT_VERSION, succeeded, milliseconds, builds: told }, null, 2)}\n`;
}
