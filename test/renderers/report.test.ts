import { describe, expect, it } from 'vitest';
import type { BuildEvent } from '../../src/events/event.ts';
import { summarise } from '../../src/events/summary.ts';
import { leftoverNotice, report } from '../../src/renderers/report.ts';
import { reportJson } from '../../src/renderers/report-json.ts';

const build = 'web';
type State = Extract<BuildEvent, { type: 'resource' }>['state'];
const resource = (state: State, noun: string, id: string, remedy?: string): BuildEvent => ({
  type: 'resource',
  build,
  step: 's',
  region: 'cn-hangzhou',
  state,
  noun,
  id,
  ...(remedy && { remedy }),
});

const image = {
  region: 'cn-hangzhou',
  id: 'm-1',
  name: 'web-1',
  family: 'web',
  tags: { team: 'a' },
  snapshots: ['s-1'],
  shares: ['1234567890'],
};

const done: readonly BuildEvent[] = [
  { type: 'run-started', build, runId: 'run-1', builder: 'alicloud-ecs' },
  { type: 'step-started', build, step: 'instance' },
  resource('found', 'VPC', 'vpc-given'),
  resource('created', 'instance', 'i-1'),
  { type: 'step-done', build, step: 'instance', milliseconds: 1234 },
  resource('created', 'image', 'm-1'),
  resource('created', 'snapshot', 's-1'),
  resource('removed', 'instance', 'i-1'),
  { type: 'undo-done', build, step: 'instance', milliseconds: 85 },
  {
    type: 'artifact',
    build,
    artifact: { builderId: 'b', id: 'cn-hangzhou:m-1', text: '', files: [], images: [image] },
  },
  { type: 'run-ended', build, runId: 'run-1', milliseconds: 65_000 },
];

function summaryOf(events: readonly BuildEvent[]) {
  const summary = summarise();
  for (const event of events) summary.on(event);
  return summary.builds();
}

describe('the closing report', () => {
  it('tells what came out, what was removed and how long it took', () => {
    const [only] = summaryOf(done);
    expect(only && report(only)).toBe(
      [
        '',
        '==> Report of web: succeeded, run run-1',
        '    Image',
        '      id           m-1 (cn-hangzhou)',
        '      name         web-1',
        '      family       web',
        '      tags         team=a',
        '      shared with  1234567890',
        '      snapshots    s-1',
        '    Removed',
        '      instance  cn-hangzhou  i-1',
        '    Used, not ours',
        '      VPC  cn-hangzhou  vpc-given',
        '    Steps',
        '      instance       1.2 s  removal 85 ms',
        '      total     1 min 05 s',
      ].join('\n'),
    );
  });

  it('gives the commands that remove what is left, last made first', () => {
    const left = summaryOf([
      resource('created', 'VPC', 'vpc-1', 'cloud delete vpc-1'),
      resource('created', 'instance', 'i-1', 'cloud delete i-1'),
      resource('left', 'instance', 'i-1'),
      resource('created', 'disk', 'd-1'),
      resource('created', 'key pair', 'k-1', 'cloud delete k-1'),
      resource('removed', 'key pair', 'k-1'),
    ]);
    expect(leftoverNotice(left).split('\n').slice(-4)).toEqual([
      'or one by one:',
      '  # disk d-1 in cn-hangzhou',
      '  cloud delete i-1',
      '  cloud delete vpc-1',
    ]);
  });

  it('never counts what the user brought, nor the image itself, as left', () => {
    expect(leftoverNotice(summaryOf(done))).toBe('');
  });

  it('is the same for programs', () => {
    expect(JSON.parse(reportJson(summaryOf(done), 1))).toMatchObject({
      version: 1,
      succeeded: true,
      builds: [
        {
          build: 'web',
          runId: 'run-1',
          outcome: 'succeeded',
          leftOver: [],
          artifacts: [{ images: [image] }],
        },
      ],
    });
  });

  it('has nothing to tell about a build that made nothing', () => {
    const [only] = summaryOf([{ type: 'run-started', build, runId: 'r', builder: 'null' }]);
    expect(only && report(only)).toBe('');
  });
});
