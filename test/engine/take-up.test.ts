import { describe, expect, it } from 'vitest';
import { volatileJournal } from '../../src/engine/journal.ts';
import { runBuild } from '../../src/engine/run-build.ts';
import type { RunControl } from '../../src/engine/run-control.ts';
import type { Step } from '../../src/engine/step.ts';
import { BuildError } from '../../src/errors/build-error.ts';

interface Facts {
  network: string;
  instance: string;
  provisioned: string;
  image: string;
  copies: string;
}
type Name = keyof Facts;

const NEEDS: Record<Name, readonly Name[]> = {
  network: [],
  instance: ['network'],
  provisioned: ['instance'],
  image: ['provisioned', 'instance'],
  copies: ['image'],
};
const KEPT: readonly Name[] = ['provisioned', 'image', 'copies'];

/** A run whose cloud is a set of names; `fail` are steps that fail. */
function rig() {
  const journal = volatileJournal();
  const cloud = new Set<string>();
  const log: string[] = [];
  const fail = new Map<Name, BuildError>();
  const denied = new Set<string>();
  const steps = (Object.keys(NEEDS) as Name[]).map(
    (name): Step<object, Facts> => ({
      name,
      needs: NEEDS[name],
      keep: KEPT.includes(name),
      plan: () => name,
      async run() {
        log.push(`+${name}`);
        const failure = fail.get(name);
        if (failure !== undefined) throw failure;
        cloud.add(name);
        return name;
      },
      async check() {
        log.push(`?${name}`);
        if (denied.has(name)) throw new BuildError('cloud-denied', 'no right');
        return cloud.has(name);
      },
      async undo(scope) {
        log.push(`-${name} ${scope.because}`);
        if (denied.has(name)) throw new BuildError('cloud-denied', 'no right');
        cloud.delete(name);
      },
    }),
  );
  const go = (onError: 'cleanup' | 'abort' = 'abort', control: RunControl = {}) => {
    log.length = 0;
    const options = { journal, emit: () => undefined, buildName: 'b', onError, control };
    return runBuild<object, Facts>({ ...options, steps, env: {}, signal: new AbortController().signal });
  };
  const quota = (name: Name) => fail.set(name, new BuildError('cloud-quota', `no more ${name}`));
  return { journal, cloud, log, fail, denied, go, quota };
}

describe('a run that is taken up', () => {
  it('looks only at what a step that is still to run needs', async () => {
    const { go, quota, fail, log } = rig();
    quota('image');
    await expect(go()).rejects.toThrow('no more image');
    fail.clear();
    await go();
    expect(log.filter((line) => line.startsWith('?')).sort()).toEqual(['?instance', '?provisioned']);
    expect(log).not.toContain('+instance');
  });

  it('runs again what is gone, and what was built upon it, and leaves the rest', async () => {
    const { go, quota, fail, log, cloud } = rig();
    quota('image');
    await expect(go()).rejects.toThrow();
    fail.clear();
    cloud.delete('instance');
    await go();
    expect(log.filter((line) => line.startsWith('+'))).toEqual([
      '+instance',
      '+provisioned',
      '+image',
      '+copies',
    ]);
    expect(log).toContain('-instance again');
  });

  it('does not want back what nothing needs any more', async () => {
    const { go, quota, fail, log, cloud, journal } = rig();
    quota('copies');
    await expect(go()).rejects.toThrow();
    journal.write({ type: 'undone', step: 'instance', finished: true });
    cloud.delete('instance');
    fail.clear();
    await go();
    expect(log.filter((line) => line.startsWith('+'))).toEqual(['+copies']);
    expect(journal.state.outcome).toBe('succeeded');
  });

  it('keeps everything when it cannot look: denied is not gone', async () => {
    const { go, quota, fail, cloud, denied, journal } = rig();
    quota('image');
    await expect(go()).rejects.toThrow();
    fail.clear();
    denied.add('instance');
    await expect(go('cleanup')).rejects.toThrow('no right');
    expect([...cloud].sort()).toEqual(['instance', 'network', 'provisioned']);
    expect(journal.state.outcome).toBe('aborted');
  });

  it('goes on undoing where a crash ended that, and fails with the first error', async () => {
    const { go, quota, fail, log, cloud, journal } = rig();
    quota('image');
    await expect(go()).rejects.toThrow();
    fail.clear();
    journal.write({ type: 'undoing', because: 'failed', code: 'cloud-quota', message: 'no more image' });
    journal.write({ type: 'undone', step: 'instance' });
    cloud.delete('instance');
    await expect(go()).rejects.toMatchObject({ code: 'cloud-quota', message: 'no more image' });
    expect(log.some((line) => line.startsWith('+'))).toBe(false);
    expect(log).not.toContain('-instance failed');
    expect([...cloud]).toEqual([]);
    expect(journal.state.outcome).toBe('failed');
  });

  it('does again what is asked for by --from, after removing what came of it', async () => {
    const { go, quota, fail, log } = rig();
    quota('copies');
    await expect(go()).rejects.toThrow();
    fail.clear();
    await go('abort', { from: { step: 'provisioned' } });
    expect(log.indexOf('-image again')).toBeLessThan(log.indexOf('-provisioned again'));
    expect(log.indexOf('-provisioned again')).toBeLessThan(log.indexOf('+provisioned'));
    expect(log).not.toContain('+instance');
  });

  it('stops at --until with everything kept, and runs one step alone', async () => {
    const { go, log, cloud, journal } = rig();
    await go('cleanup', { until: 'instance' });
    expect([...cloud]).toEqual(['network', 'instance']);
    expect(journal.state.outcome).toBe('stopped');
    await expect(go('cleanup', { only: { step: 'image' } })).rejects.toThrow(
      'it needs what step provisioned gives',
    );
    await go('cleanup', { only: { step: 'provisioned' } });
    expect(log).toEqual(['+provisioned']);
    expect([...cloud]).toEqual(['network', 'instance', 'provisioned']);
  });

  it('tells what could not be removed, and removes it later', async () => {
    const { go, quota, denied, cloud, journal } = rig();
    quota('image');
    denied.add('instance');
    await expect(go('cleanup')).rejects.toThrow('no more image');
    expect(journal.state.steps.get('instance')).toMatchObject({ status: 'done', left: true });
    expect([...cloud]).toEqual(['instance']);
  });
});
