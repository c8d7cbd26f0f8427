import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

type Settings = Readonly<Record<string, unknown>>;

/** A folder whose template makes `in/f.txt` and post-processes it; paths are absolute, as tests share one working folder. */
function site(
  postProcessors: (path: (name: string) => string) => readonly unknown[],
  builder: Settings = {},
) {
  const cwd = folderWith({});
  const path = (name: string) => join(cwd, name);
  const file = { type: 'file', target: path('in/f.txt'), content: 'abc', ...builder };
  const template = { builders: [file], 'post-processors': postProcessors(path) };
  writeFileSync(path('t.json'), JSON.stringify(template));
  const runs = path('.ecs-imagebuild/runs');
  return {
    cwd,
    path,
    read: (name: string) => readFileSync(path(name), 'utf8'),
    has: (name: string) => existsSync(path(name)),
    run: (...flags: string[]) => runMain(['run', '-color=false', ...flags, 't.json'], { cwd }),
    main: (...argv: string[]) => runMain(argv, { cwd }),
    id: () => readdirSync(runs)[0] ?? '',
    journal: () => join(runs, readdirSync(runs)[0] ?? '', 'journal.ndjson'),
  };
}

const mark = (path: string, text = 'x'): Settings => ({
  type: 'shell-local',
  inline: [`echo ${text} >> ${path}`],
});

describe('chains of post-processors', () => {
  it('list what is kept in the order of the chains, the artifact of the builder first', async () => {
    const at = site((path) => [
      [
        { type: 'checksum', output: path('sum') },
        { type: 'manifest', output: path('m.json') },
      ],
      { type: 'compress', output: path('a.tar.gz') },
    ]);
    const { code, stdout } = await at.run();
    expect(code, stdout).toBe(0);
    expect(stdout.slice(stdout.indexOf('==> Builds finished'))).toBe(
      [
        '==> Builds finished. The artifacts of successful builds are:',
        `--> file: Stored file: ${at.path('in/f.txt')}`,
        `--> file: Created artifact from files: ${at.path('in/f.txt')}, ${at.path('sum')}`,
        `--> file: Created artifact from files: ${at.path('in/f.txt')}, ${at.path('sum')}`,
        `--> file: compressed artifacts in: ${at.path('a.tar.gz')}`,
        '',
      ].join('\n'),
    );
    expect(stdout).toContain('==> file: Running post-processor: checksum\n');
    expect(stdout).toContain('==> file (compress): Archive ');
  });

  it('remove the artifact of the builder when no first post-processor keeps it', async () => {
    const at = site((path) => [{ type: 'compress', output: path('a.zip') }]);
    expect((await at.run()).code).toBe(0);
    expect([at.has('in/f.txt'), at.has('a.zip')]).toEqual([false, true]);
  });

  it('keep it where the template says so, and where a post-processor insists on it', async () => {
    const kept = site((path) => [{ type: 'compress', output: path('a.zip'), keep_input_artifact: true }]);
    const insisted = site((path) => [
      { type: 'manifest', output: path('m.json'), keep_input_artifact: false },
    ]);
    const refused = site((path) => [
      { type: 'artifice', files: [path('t.json*')], keep_input_artifact: false },
    ]);
    for (const at of [kept, insisted, refused]) expect((await at.run()).code).toBe(0);
    expect([kept, insisted, refused].map((at) => at.has('in/f.txt'))).toEqual([true, true, false]);
  });

  it('remove the sums and the file itself behind checksum, as in Packer', async () => {
    const at = site((path) => [
      [
        { type: 'checksum', output: path('sum') },
        { type: 'compress', output: path('a.zip') },
      ],
    ]);
    const { stdout } = await at.run();
    expect([at.has('in/f.txt'), at.has('sum'), at.has('a.zip')]).toEqual([false, false, true]);
    expect(stdout).toContain('--> file: Stored file: ');
  });

  it('go on with the other chains after a failure, and lose the artifact that nobody kept', async () => {
    const at = site((path) => [
      { type: 'shell-local', inline: ['exit 3'] },
      { type: 'compress', output: path('a.zip') },
    ]);
    const { code, stdout } = await at.run();
    expect(code).toBe(1);
    expect(stdout).toContain(
      '1 error(s) occurred:\n\n* Post-processor failed: Script exited with non-zero exit status: 3.Allowed exit codes are: [0]\n',
    );
    expect(stdout).toContain('Builds finished but no artifacts were created.');
    expect([at.has('in/f.txt'), at.has('a.zip')]).toEqual([false, true]);
  });

  it('keep the artifact after a failure when a first post-processor of another chain does', async () => {
    const at = site((path) => [mark(path('ran')), { type: 'shell-local', inline: ['exit 3'] }]);
    expect((await at.run()).code).toBe(1);
    expect(at.has('in/f.txt')).toBe(true);
  });

  it('drop what -except names, and the rest of its chain', async () => {
    const at = site((path) => [
      [mark(path('one')), { ...mark(path('two')), name: 'second' }, mark(path('three'))],
    ]);
    const { code, stdout } = await at.run('-except=second');
    expect(code, stdout).toBe(0);
    expect(['one', 'two', 'three'].map(at.has)).toEqual([true, false, false]);
  });

  it('tell machines of every artifact', async () => {
    const at = site((path) => [{ type: 'compress', output: path('a.gz'), keep_input_artifact: true }]);
    const { stdout } = await at.main('run', '-machine-readable', 't.json');
    const rows = stdout.split('\n').flatMap((line) => /^\d+,(file,artifact.*)/.exec(line)?.[1] ?? []);
    expect(rows).toEqual([
      'file,artifact-count,2',
      'file,artifact,0,builder-id,packer.file',
      'file,artifact,0,id,File',
      `file,artifact,0,string,Stored file: ${at.path('in/f.txt')}`,
      'file,artifact,0,files-count,1',
      `file,artifact,0,file,0,${at.path('in/f.txt')}`,
      'file,artifact,0,end',
      'file,artifact,1,builder-id,packer.post-processor.compress',
      'file,artifact,1,id,',
      `file,artifact,1,string,compressed artifacts in: ${at.path('a.gz')}`,
      'file,artifact,1,files-count,1',
      `file,artifact,1,file,0,${at.path('a.gz')}`,
      'file,artifact,1,end',
    ]);
  });
});

describe('a run that stopped while it was post-processed', () => {
  /** Cuts the journal behind the line with this text: that is what a killed process leaves. */
  function killedAfter(journal: string, type: string, step: string): void {
    const lines = readFileSync(journal, 'utf8').split('\n');
    const last = lines.findIndex((line) => line.includes(`"type":"${type}","step":"${step}"`));
    expect(last).toBeGreaterThan(0);
    writeFileSync(journal, `${lines.slice(0, last + 1).join('\n')}\n`);
  }

  it('goes on with the post-processor that was under way, and builds nothing anew', async () => {
    const at = site((path) => [
      [mark(path('one')), mark(path('two')), { type: 'manifest', output: path('m.json') }],
      mark(path('other')),
    ]);
    await at.run();
    killedAfter(at.journal(), 'started', 'post-process:1.2');
    writeFileSync(at.path('in/f.txt'), 'still the first one');
    // Whoever is killed at the second has not come to the third.
    rmSync(at.path('m.json'));
    const { code, stdout } = await at.main('resume', '-color=false');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Post-processor 1.1 (shell-local) has run already: not run again.');
    expect(at.read('one')).toBe('x\n');
    expect(at.read('two')).toBe('x\nx\n');
    expect(at.read('in/f.txt')).toBe('still the first one');
    expect(JSON.parse(at.read('m.json')).builds).toHaveLength(1);
    expect((await at.main('runs')).stdout).toContain('succeeded');
  });

  it('adds nothing twice to manifests and sums', async () => {
    const listed = site((path) => [{ type: 'manifest', output: path('m.json') }]);
    const summed = site((path) => [{ type: 'checksum', output: path('sum') }]);
    for (const at of [listed, summed]) {
      await at.run();
      killedAfter(at.journal(), 'started', 'post-process:1.1');
    }
    await listed.main('resume');
    const { stdout } = await summed.main('resume', '-color=false');
    expect(JSON.parse(listed.read('m.json')).builds).toHaveLength(1);
    expect(summed.read('sum').split('\n')).toHaveLength(2);
    expect(stdout).toContain(`f.txt, ${summed.path('sum')}`);
  });

  it('removes the input of a chain that was interrupted in between', async () => {
    const at = site((path) => [{ type: 'compress', output: path('a.zip') }]);
    await at.run();
    killedAfter(at.journal(), 'done', 'post-process:1.1');
    mkdirSync(at.path('in'), { recursive: true });
    writeFileSync(at.path('in/f.txt'), 'abc');
    expect((await at.main('resume')).code).toBe(0);
    expect(at.has('in/f.txt')).toBe(false);
  });

  it('begins at the one that failed; -on-error=abort keeps everything for that', async () => {
    const at = site((path) => [
      [mark(path('one')), { type: 'shell-local', inline: [`test -f ${path('now')}`] }],
      { type: 'compress', output: path('a.zip') },
    ]);
    expect((await at.run('-on-error=abort')).code).toBe(1);
    expect(at.has('in/f.txt')).toBe(true);
    writeFileSync(at.path('now'), '');
    const { code, stdout } = await at.main('resume', '-color=false');
    expect(code, stdout).toBe(0);
    expect(stdout).not.toContain('Archive');
    expect(at.read('one')).toBe('x\n');
  });

  it('builds anew where the failure had cost it the artifact', async () => {
    const at = site((path) => [{ type: 'shell-local', inline: [`test -f ${path('now')}`] }]);
    expect((await at.run()).code).toBe(1);
    expect(at.has('in/f.txt')).toBe(false);
    writeFileSync(at.path('now'), '');
    const { code, stdout } = await at.main('resume', at.id());
    expect(code, stdout).toBe(0);
    expect(at.read('in/f.txt')).toBe('abc');
  });

  it('can be asked to post-process from a place on, and not for one place alone', async () => {
    const at = site((path) => [
      [mark(path('one')), mark(path('two')), { type: 'shell-local', inline: ['exit 1'] }],
    ]);
    await at.run();
    const { stdout } = await at.main('resume', at.id(), '--from', 'post-process:1.2');
    expect(stdout).toContain('Post-processor 1.1');
    expect([at.read('one'), at.read('two')]).toEqual(['x\n', 'x\nx\n']);
    const alone = await at.main('step', at.id(), 'post-process:1.1');
    expect(alone.code).toBe(1);
    expect(alone.stdout + alone.stderr).toContain('resume RUN --from post-process:1.1');
  });

  it('shows a changed setting and refuses it until it is accepted', async () => {
    const at = site((path) => [mark(path('one')), { type: 'shell-local', inline: ['exit 1'] }]);
    await at.run();
    writeFileSync(at.path('t.json'), at.read('t.json').replace('exit 1', 'exit 0'));
    const refused = await at.main('resume', at.id());
    expect(refused.stdout + refused.stderr).toContain('postProcessors.2.1.inline[1]: "exit 1" -> "exit 0"');
    expect((await at.main('resume', at.id(), '--accept-changes')).code).toBe(0);
  });
});

it('stops at a post-processor when it is interrupted, and keeps nothing that Packer would not', async () => {
  const { EventEmitter } = await import('node:events');
  const signals = new EventEmitter();
  const at = site((path) => [
    { type: 'shell-local', inline: ['echo sleeping; exec sleep 60'] },
    mark(path('other')),
  ]);
  const { code, stdout } = await runMain(['run', '-color=false', 't.json'], {
    cwd: at.cwd,
    signals,
    onOutput: (text) => void (text.includes('sleeping\n') && signals.emit('interrupt')),
  });
  expect(code).toBe(1);
  expect(stdout).toContain('Cleanly cancelled builds after being interrupted.');
  expect([at.has('other'), at.has('in/f.txt')]).toEqual([false, false]);
});
