import { describe, expect, it } from 'vitest';
import { type Journal, volatileJournal } from '../../src/engine/journal.ts';
import { resource } from '../../src/engine/resource.ts';
import { scopeOf } from '../../src/engine/scope.ts';
import type { Scope } from '../../src/engine/step.ts';
import { BuildError } from '../../src/errors/build-error.ts';
import { openClock } from '../../src/wire/clock.ts';
import { MemoryKind } from './memory-kind.ts';

type Told = Parameters<Scope<Env>['emit']>[0];

interface Env {
  readonly kind: MemoryKind;
  readonly given: string;
}

const flow = resource({
  kind: (env: Env) => env.kind,
  region: () => 'cn-hangzhou',
  given: (env) => env.given,
  spec: ({ env }) => env.kind.spec,
  ready: (thing) => thing.state === 'ready',
  dead: (thing) => (thing.state === 'dead' ? 'it is dead' : undefined),
  within: () => 2000,
  expect: 10,
  clock: () => openClock(0.01),
  fact: (thing, origin) => ({ id: thing.id, origin }),
});

function rig(given = '', journal: Journal = volatileJournal()) {
  const kind = new MemoryKind();
  const abort = new AbortController();
  const events: Told[] = [];
  const emit = (event: Told) => void events.push(event);
  if (journal.state.header === undefined)
    journal.write({
      type: 'run',
      version: 1,
      id: 'run-1',
      build: 'b',
      builder: 'x',
      template: '',
      digest: '',
    });
  const scope = scopeOf<Env>({
    env: { kind, given },
    journal,
    step: 'thing',
    signal: abort.signal,
    emit,
  });
  const undoScope = (because: 'finished' | 'failed' = 'finished') =>
    Object.assign(
      scopeOf<Env>({
        env: { kind, given },
        journal,
        step: 'thing',
        signal: new AbortController().signal,
        emit,
      }),
      { because, error: undefined, replaceError: () => undefined },
    );
  return { kind, journal, scope, undoScope, abort, events };
}

describe('a resource of ours', () => {
  it('is created, noted and then awaited, with no look for leftovers on a first run', async () => {
    const { kind, scope, journal } = rig();
    await expect(flow.run(scope, {})).resolves.toEqual({ id: 't-1', origin: 'made' });
    expect(kind.calls).toEqual(['create spec', 'read t-1']);
    expect(journal.state.steps.get('thing')?.handles.get('')).toBe('t-1');
  });

  it('is noted although waiting for it fails', async () => {
    const { kind, scope, journal } = rig();
    kind.stateAfterCreate = 'dead';
    await expect(flow.run(scope, {})).rejects.toThrow('it is dead');
    expect(journal.state.steps.get('thing')?.handles.get('')).toBe('t-1');
  });

  it('is adopted, not made twice, by a later try', async () => {
    const { kind, scope } = rig();
    await flow.run(scope, {});
    await expect(flow.run(scope, {})).resolves.toMatchObject({ id: 't-1' });
    expect(kind.things.size).toBe(1);
  });

  it('is found by its tag, or else by its token, when the answer was lost', async () => {
    for (const lags of [false, true]) {
      const { kind, scope } = rig();
      kind.loseAnswer = true;
      kind.tagIndexLags = lags;
      await expect(flow.run(scope, {})).rejects.toThrow('reset');
      await expect(flow.run(scope, {})).resolves.toMatchObject({ id: 't-1' });
      expect(kind.things.size).toBe(1);
    }
  });

  it('is made anew, under another token, when somebody else removed it', async () => {
    const { kind, scope } = rig();
    await flow.run(scope, {});
    kind.things.clear();
    await expect(flow.run(scope, {})).resolves.toMatchObject({ id: 't-2' });
  });

  it('replaces one that died', async () => {
    const { kind, scope } = rig();
    kind.stateAfterCreate = 'dead';
    await expect(flow.run(scope, {})).rejects.toThrow();
    kind.stateAfterCreate = 'ready';
    await expect(flow.run(scope, {})).resolves.toMatchObject({ id: 't-2' });
    expect([...kind.things.keys()]).toEqual(['t-2']);
  });
});

describe('a resource whose first answer was lost', () => {
  it('is not made twice when it is not visible for a moment', async () => {
    const { kind, scope } = rig();
    await flow.run(scope, {});
    kind.blindLooks = 3;
    await expect(flow.run(scope, {})).resolves.toMatchObject({ id: 't-1' });
    expect(kind.things.size).toBe(1);
  });

  it('is made anew when the token tells of one that somebody has removed', async () => {
    const { kind, scope } = rig();
    kind.loseAnswer = true;
    await expect(flow.run(scope, {})).rejects.toThrow('reset');
    kind.things.clear();
    await expect(flow.run(scope, {})).resolves.toMatchObject({ id: 't-2' });
    expect([...kind.things.keys()]).toEqual(['t-2']);
  });

  it('is found later when the token was used with other settings and the tag index lags', async () => {
    const { kind, scope } = rig();
    kind.loseAnswer = true;
    await expect(flow.run(scope, {})).rejects.toThrow('reset');
    kind.spec = 'another spec';
    kind.blindLooks = 3;
    await expect(flow.run(scope, {})).resolves.toMatchObject({ id: 't-1' });
    expect(kind.things.size).toBe(1);
  });

  it('is made anew when the token was used with other settings and nothing comes to light', async () => {
    const { kind, scope } = rig();
    kind.loseAnswer = true;
    await expect(flow.run(scope, {})).rejects.toThrow('reset');
    kind.spec = 'another spec';
    kind.things.clear();
    await expect(flow.run(scope, {})).resolves.toMatchObject({ id: 't-2' });
  });

  it('is still looked for after a second question was refused', async () => {
    const { kind, scope, undoScope } = rig();
    kind.loseAnswer = true;
    await expect(flow.run(scope, {})).rejects.toThrow('reset');
    kind.tagIndexLags = true;
    kind.refuse = new BuildError('cloud-quota', 'no more');
    await expect(flow.run(scope, {})).rejects.toThrow('no more');
    kind.refuse = undefined;
    await flow.undo(undoScope('failed'), {});
    expect(kind.things.size).toBe(0);
  });
});

describe('undoing a resource', () => {
  it('does not take a denial for absence', async () => {
    const { kind, scope, undoScope } = rig();
    kind.loseAnswer = true;
    kind.tagIndexLags = true;
    await expect(flow.run(scope, {})).rejects.toThrow('reset');
    kind.refuse = new BuildError('cloud-denied', 'not allowed');
    await expect(flow.undo(undoScope('failed'), {})).rejects.toThrow('not allowed');
  });

  it('tells and notes the id of what a lost answer made before it is removed', async () => {
    const { kind, scope, undoScope, journal } = rig();
    kind.loseAnswer = true;
    kind.tagIndexLags = true;
    await expect(flow.run(scope, {})).rejects.toThrow('reset');
    await expect(flow.held(undoScope('failed'), {})).resolves.toBe('t-1');
    expect(journal.state.steps.get('thing')?.handles.get('')).toBe('t-1');
  });

  it('tells the command that removes what it has made or could not remove', async () => {
    const { kind, scope, undoScope, events } = rig();
    await flow.run(scope, {});
    kind.remove = () => Promise.reject(new BuildError('cloud-denied', 'not allowed'));
    await expect(flow.undo(undoScope('failed'), {})).rejects.toThrow('not allowed');
    expect(events.filter(({ type }) => type === 'resource')).toMatchObject([
      { state: 'created', id: 't-1', remedy: 'delete t-1' },
      { state: 'left', id: 't-1', remedy: 'delete t-1' },
    ]);
  });

  it('removes what was made', async () => {
    const { kind, scope, undoScope } = rig();
    await flow.run(scope, {});
    await flow.undo(undoScope(), {});
    expect(kind.things.size).toBe(0);
  });

  it('removes what a lost answer made, even when the tag index lags', async () => {
    for (const lags of [false, true]) {
      const { kind, scope, undoScope } = rig();
      kind.loseAnswer = true;
      kind.tagIndexLags = lags;
      await expect(flow.run(scope, {})).rejects.toThrow();
      await flow.undo(undoScope('failed'), {});
      expect(kind.things.size).toBe(0);
    }
  });

  it('asks for nothing when the creating call was refused or never sent', async () => {
    const { kind, scope, undoScope } = rig();
    kind.refuse = new BuildError('cloud-quota', 'no more');
    await expect(flow.run(scope, {})).rejects.toThrow('no more');
    kind.calls.length = 0;
    await flow.undo(undoScope('failed'), {});
    expect(kind.calls).toEqual([]);
  });

  it('has nothing to do when the build was cancelled before the call', async () => {
    const { kind, scope, undoScope, abort } = rig();
    abort.abort();
    await expect(flow.run(scope, {})).rejects.toMatchObject({ code: 'cancelled' });
    await flow.undo(undoScope('failed'), {});
    expect(kind.calls).toEqual([]);
  });
});

describe('a resource given by the user', () => {
  it('is looked up and never removed', async () => {
    const { kind, scope, undoScope } = rig('t-9');
    kind.things.set('t-9', { id: 't-9', spec: '', tags: {}, state: 'ready' });
    await expect(flow.run(scope, {})).resolves.toEqual({ id: 't-9', origin: 'given' });
    await flow.undo(undoScope(), {});
    expect(kind.things.has('t-9')).toBe(true);
    expect(kind.calls).toEqual(['read t-9']);
  });

  it('must exist', async () => {
    const { scope } = rig('t-9');
    await expect(flow.run(scope, {})).rejects.toThrow('The specified thing t-9 does not exist.');
  });
});

describe('the removal of a thing that another process has made', () => {
  const thing = (id: string) => ({ id, spec: '', tags: {}, state: 'ready' });
  const noted = (id: string, at: Date) => {
    const { kind, journal, undoScope } = rig();
    kind.things.set(id, thing(id));
    kind.blindLooks = 2;
    const record = { type: 'made', step: 'thing', key: '', id, at: at.toISOString() } as const;
    journal.write(record);
    return { kind, journal, undoScope };
  };

  it('waits until what is only just made can be seen, as a removal would miss it before', async () => {
    const { kind, undoScope } = noted('young', new Date());
    await flow.undo(undoScope(), {});
    expect(kind.calls).toEqual(['read young', 'read young', 'read young', 'remove young']);
  });

  it('waits for nothing that was made earlier', async () => {
    const { kind, undoScope } = noted('old', new Date(Date.now() - 3_600_000));
    await flow.undo(undoScope(), {});
    expect(kind.calls).toEqual(['remove old']);
  });

  it('waits for nothing that the step had seen', async () => {
    const { kind, journal, undoScope } = noted('seen', new Date());
    journal.write({ type: 'done', step: 'thing', fact: {} });
    await flow.undo(undoScope(), {});
    expect(kind.calls).toEqual(['remove seen']);
  });

  it('waits no longer where the clock was set back meanwhile', async () => {
    const { kind, undoScope } = noted('later', new Date(Date.now() + 3_600_000));
    kind.blindLooks = 1e9;
    await flow.undo(undoScope(), {});
    expect(kind.calls.at(-1)).toBe('remove later');
  });
});
