import { describe, expect, it } from 'vitest';
import { build, clean, plan, resume } from '../../src/index.ts';
import { folderWith } from '../temporary-folder.ts';

const ecs = {
  type: 'alicloud-ecs',
  region: 'cn-hangzhou',
  image_name: 'made',
  communicator: 'none',
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  instance_type: '{{user `type`}}',
};
const variables = { type: 'ecs.g6.large' };

function site(template: object) {
  const cwd = folderWith({ 't.json': template });
  return { cwd, env: {}, variables, emulate: { stateFolder: `${cwd}/cloud` } };
}

describe('the library', () => {
  it('stops, resumes and cleans runs, and tells events', async () => {
    const events: string[] = [];
    const options = site({ variables: { type: '' }, builders: [ecs] });
    const onEvent = ({ type }: { readonly type: string }) => void events.push(type);
    const [stopped] = await build('t.json', { ...options, until: 'instance', onEvent });
    expect(stopped?.resources.map(({ noun }) => noun)).toContain('instance');
    expect(events).toContain('step-done');
    const [done] = await resume(undefined, options);
    expect(done).toMatchObject({ outcome: 'succeeded', runId: stopped?.runId });
    expect(done?.artifacts[0]?.images).toHaveLength(1);
    const [other] = await build('t.json', { ...options, variables, until: 'vpc' });
    expect(await clean(other?.runId ?? '', options)).toBe(true);
  });

  it('plans without any account, and throws what is wrong', async () => {
    const options = site({ variables: { type: '' }, builders: [ecs] });
    const [planned] = await plan('t.json', options);
    expect(planned?.steps.find(({ name }) => name === 'instance')?.plan).toBe(
      'run an instance of ecs.g6.large',
    );
    const wrong = site({ builders: [{ ...ecs, nonsense: 1 }] });
    await expect(plan('t.json', wrong)).rejects.toMatchObject({ code: 'config-invalid' });
    await expect(build('t.json', wrong)).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('builds from an object, and what its signal stops is removed again', async () => {
    const { env, variables, ...rest } = site({});
    const template = { variables: { type: '' }, builders: [{ ...ecs, name: 'held' }] };
    const controller = new AbortController();
    const running = build(template, { ...rest, env, variables, signal: controller.signal });
    const seen: string[] = [];
    for await (const event of running) {
      seen.push(event.type);
      if (event.type === 'resource' && event.noun === 'vSwitch') controller.abort();
    }
    const [held] = await running;
    expect(held).toMatchObject({ build: 'held', outcome: 'cancelled' });
    const kinds = new Set(held?.resources.map(({ noun, state }) => `${noun} ${state}`));
    expect(kinds).toContain('VPC removed');
    expect([...kinds].filter((kind) => kind.endsWith('created'))).toEqual([]);
    expect(seen.at(-1)).toBe('run-ended');
  });

  it('begins nothing when its signal has been aborted, and iterates to the error of a wrong template', async () => {
    const options = site({});
    const template = { variables: { type: '' }, builders: [ecs] };
    const made = await build(template, { ...options, signal: AbortSignal.abort() });
    expect(made.flatMap(({ resources }) => resources)).toEqual([]);
    const wrong = build({ builders: [{ ...ecs, nonsense: 1 }] }, options);
    const read = async () => {
      for await (const event of wrong) expect(event).toBeUndefined();
    };
    await expect(read()).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
