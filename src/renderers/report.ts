import type { EventArtifact } from '../events/event.ts';
import { type BuildSummary, leftOver, type ResourceSummary } from '../events/summary.ts';
import { shortDuration } from './durations.ts';
import { table } from './table.ts';

const WIDTH = 80;

/** The closing report of one build for people, in 80 columns; empty for a build that made nothing in a cloud. */
export function report(build: BuildSummary): string {
  const sections = [
    ...build.artifacts.flatMap(({ images }) => images.flatMap((image) => section('Image', imageRows(image)))),
    ...build.kept.flatMap((image) => section('Image that stays', imageRows(image))),
    ...section('Removed', resourceRows(build.resources.filter(({ state }) => state === 'removed'))),
    ...section('Used, not ours', resourceRows(build.resources.filter(({ state }) => state === 'found'))),
    ...section('Left to other runs', resourceRows(build.resources.filter(({ state }) => state === 'passed'))),
    ...leftBehind(leftOver(build), build.runId),
  ];
  if (sections.length === 0) return '';
  return [`\n${heading(build)}`, ...sections, ...section('Steps', stepRows(build))].join('\n');
}

function heading({ build, runId, outcome }: BuildSummary): string {
  return `==> Report of ${build}: ${outcome}${runId === '' ? '' : `, run ${runId}`}`;
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [`    ${title}`, ...table(rows, { indent: 6, width: WIDTH })];
}

type ImageRow = EventArtifact['images'][number];

function imageRows(image: ImageRow): string[][] {
  const tags = Object.entries(image.tags).map(([key, value]) => `${key}=${value}`);
  const rows = [
    ['id', `${image.id} (${image.region})`],
    ['name', image.name],
    ['family', image.family],
    ['tags', tags.join(', ')],
    ['shared with', image.shares.join(', ')],
    ['snapshots', image.snapshots.join(', ')],
  ];
  return rows.filter(([, value]) => value !== '');
}

function resourceRows(resources: readonly ResourceSummary[]): string[][] {
  return resources.map(({ noun, id, region }) => [noun, region, id]);
}

function leftBehind(resources: readonly ResourceSummary[], runId: string): string[] {
  if (resources.length === 0) return [];
  const commands = removals(resources).map((command) => `      ${command}`);
  const ours = runId === '' ? [] : [`      ecs-imagebuild cleanup ${runId}`];
  const then = ours.length === 0 ? [] : ['    or one by one with'];
  return [
    ...section('Left behind', resourceRows(resources)),
    '    Remove it with',
    ...ours,
    ...then,
    ...commands,
  ];
}

/** Steps overlap, so the total is the time of the clock and less than their sum. */
function stepRows({ steps, milliseconds }: BuildSummary): string[][] {
  if (steps.length === 0) return [];
  const rows = steps.map(({ step, status, milliseconds: took, undoMilliseconds }) => [
    step,
    shortDuration(took).padStart(10),
    [
      ...(status === 'done' ? [] : [status]),
      ...(undoMilliseconds >= 1 ? [`removal ${shortDuration(undoMilliseconds)}`] : []),
    ].join(', '),
  ]);
  return [...rows, ['total', shortDuration(milliseconds).padStart(10), '']];
}

/** What an interrupted process leaves in the cloud, with the way to remove it; empty when there is nothing. */
export function leftoverNotice(builds: readonly BuildSummary[]): string {
  const resources = builds.flatMap(leftOver);
  if (resources.length === 0) return '';
  const rows = table(resourceRows(resources), { indent: 2, width: WIDTH });
  const commands = removals(resources).map((command) => `  ${command}`);
  const runs = builds.filter((build) => build.runId !== '' && leftOver(build).length > 0);
  return [
    'These things are still in the cloud:',
    ...rows,
    'Remove them with:',
    ...runs.map(({ runId }) => `  ecs-imagebuild cleanup ${runId}`),
    'or one by one:',
    ...commands,
  ].join('\n');
}

/** One command each, never broken so that it can be copied; what was made last goes first, as others need what was made before. */
function removals(resources: readonly ResourceSummary[]): string[] {
  return resources.map(({ remedy, noun, region, id }) => remedy ?? `# ${noun} ${id} in ${region}`).reverse();
}
