import { describe, expect, it } from 'vitest';
import { volatileJournal } from '../../src/engine/journal.ts';
import { runBuild } from '../../src/engine/run-build.ts';
import type { RunControl } from '../../src/engine/run-control.ts';
import type { Step } from '../../src/engine/step.ts';
import { BuildError } from '../../src/errors/build-error.ts';
import type { BuildEvent } from '../../src/events/event.ts';

interface Facts {
  network: string;
  key: string;
  instance: string;
  image: string;
  copies: string;
}
type Name = keyof Facts;

interface Shape {
  readonly name: Name;
  readonly needs: readonly Name[];
  readonly keep?: boolean;
  readonly undoable?: boolean;
}

const STORY: readonly Shape[] = [
  { name: 'network', needs: [], undoable: true },
  { name: 'key', needs: [], undoable: true },
  { name: 'instance', needs: ['network', 'key'], undoable: true },
  { name: 'image', needs: ['instance'], undoable: true, keep: true },
  { name: 'copies', needs: ['image'], undoable: true, keep: true },
];

function rig(story = STORY) {
  const log: string[] = [];
  const gates = new Map<string, () => Promise<void>>();
  const events: BuildEvent[] = [];
  const abort = new AbortController();
  const journal = volatileJournal();
  const steps = story.map(
    ({ name, needs, keep, undoable }): Step<object, Facts> => ({
      name,
      needs,
      ...(keep !== undefined && { keep }),
      plan: () => name,
      async run(scope) {
        log.push(`+${name}`);
        await gates.get(name)?.();
        if (scope.signal.aborted) throw new BuildError('cancelled', 'stopped');
        return `${name}-1`;
      },
      ...(undoable && {
        async undo(scope, have, fact) {
          await gates.get(`-${name}`)?.();
          log.push(
            `-${name} ${scope.because} ${fact ?? 'unknown'}${name === 'network' ? (have.key ?? '') : ''}`,
          );
        },
      }),
    }),
  );
  const run = (onError: 'cleanup' | 'abort' = 'cleanup', control: RunControl = {}) =>
    runBuild<object, Facts>({
      steps,
      env: {},
      journal,
      emit: (event) => events.push(event),
      signal: abort.signal,
      buildName: 'b',
      onError,
      control,
    });
  const told = () => events.flatMap((event) => (event.type === 'note' ? [event.text] : []));
  return { run, log, gates, events, abort, journal, told };
}

describe('steps in a chosen order', () => {
  it('run one by one, the one that is chosen of those that are ready', async () => {
    const { run, log, journal } = rig();
    const offered: (readonly string[])[] = [];
    const next = (ready: readonly string[]) => {
      offered.push(ready);
      return ready.at(-1) ?? '';
    };
    await run('cleanup', { next });
    expect(offered).toEqual([['network', 'key'], ['network'], ['instance'], ['image'], ['copies']]);
    expect(log.filter((line) => line.startsWith('+'))).toEqual([
      '+key',
      '+network',
      '+instance',
      '+image',
      '+copies',
    ]);
    expect(journal.state.outcome).toBe('succeeded');
  });

  it('end with the first failure', async () => {
    const { run, gates, log } = rig();
    gates.set('key', () => Promise.reject(new BuildError('cloud-quota', 'too many keys')));
    await expect(run('cleanup', { next: ([first = '']) => first })).rejects.toThrow('too many keys');
    expect(log.filter((line) => line.startsWith('+'))).toEqual(['+network', '+key']);
  });
});

describe('a build', () => {
  it('gives every fact and undoes temporary things once nothing needs them', async () => {
    const { run, log, journal } = rig();
    const facts = await run();
    expect(facts.copies).toBe('copies-1');
    const undone = log.filter((line) => line.startsWith('-'));
    expect(undone[0]).toBe('-instance finished instance-1');
    expect(undone.toSorted()).toEqual([
      '-instance finished instance-1',
      '-key finished key-1',
      '-network finished network-1key-1',
    ]);
    expect(journal.state.outcome).toBe('succeeded');
  });

  it('removes the instance while copies are still being made', async () => {
    const { run, log, gates } = rig();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    gates.set('copies', () => held);
    gates.set('-key', async () => release());
    await run();
    expect(log.indexOf('-instance finished instance-1')).toBeGreaterThan(log.indexOf('+copies'));
    expect(log.at(-1)).toMatch(/^-(key|network)/);
  });

  it('starts steps side by side when neither needs the other', async () => {
    const { run, gates } = rig();
    let other = () => {};
    const bothRun = new Promise<void>((resolve) => {
      other = resolve;
    });
    gates.set('network', () => bothRun);
    gates.set('key', async () => other());
    await expect(run()).resolves.toBeDefined();
  });

  it('undoes everything, kept things too, dependents first, when a step fails', async () => {
    const { run, log, gates, journal, events } = rig();
    gates.set('copies', () => Promise.reject(new BuildError('cloud-quota', 'too many images')));
    await expect(run()).rejects.toThrow('too many images');
    const undone = log.filter((line) => line.startsWith('-'));
    expect(undone.indexOf('-copies failed unknown')).toBeLessThan(undone.indexOf('-image failed image-1'));
    expect(undone.filter((line) => line.startsWith('-instance'))).toHaveLength(1);
    expect(journal.state.outcome).toBe('failed');
    expect(events.filter((event) => event.type === 'step-failed')).toHaveLength(1);
  });

  it('keeps everything on failure when asked to', async () => {
    const { run, log, gates, journal, told } = rig();
    gates.set('image', () => Promise.reject(new BuildError('wait-timeout', 'too slow')));
    await expect(run('abort')).rejects.toThrow('too slow');
    expect(log.filter((line) => line.startsWith('-'))).toEqual([]);
    expect(journal.state.outcome).toBe('aborted');
    expect(told()).toEqual([
      'too slow',
      'Step "image" failed, aborting...',
      'aborted: skipping cleanup of step "instance"',
      'aborted: skipping cleanup of step "key"',
      'aborted: skipping cleanup of step "network"',
    ]);
  });

  it('blames no step for an interrupt', async () => {
    const { run, gates, abort, told } = rig();
    gates.set('image', async () => abort.abort());
    await expect(run('abort')).rejects.toMatchObject({ code: 'cancelled' });
    expect(told().slice(0, 2)).toEqual([
      'Interrupted, aborting...',
      'aborted: skipping cleanup of step "instance"',
    ]);
  });

  it('stops the running step on cancel and says so to every undo', async () => {
    const { run, log, gates, abort } = rig();
    gates.set('instance', async () => abort.abort());
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
    expect(log).toContain('-instance cancelled unknown');
    expect(log).not.toContain('+image');
  });

  it('tells a failing undo without losing the first error, and still undoes the rest', async () => {
    const { run, log, gates, events } = rig();
    gates.set('image', () => Promise.reject(new BuildError('wait-dead', 'CreateFailed')));
    gates.set('-instance', () => Promise.reject(new BuildError('cloud-denied', 'no right')));
    await expect(run()).rejects.toThrow('CreateFailed');
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'undo-failed',
        step: 'instance',
        error: { code: 'cloud-denied', message: 'no right' },
      }),
    );
    expect(log.some((line) => line.startsWith('-network'))).toBe(true);
  });

  it('does not run again what the journal says is done', async () => {
    const { run, log, journal } = rig();
    journal.write({ type: 'started', step: 'network' });
    journal.write({ type: 'done', step: 'network', fact: 'network-0' });
    const facts = await run();
    expect(facts.network).toBe('network-0');
    expect(log).not.toContain('+network');
    expect(log.some((line) => line.startsWith('-network'))).toBe(true);
  });

  it('refuses a list in which a step needs a later one', async () => {
    const { run } = rig([{ name: 'instance', needs: ['network'] }]);
    await expect(run()).rejects.toThrow('Step instance needs network, which no earlier step gives.');
  });
});
