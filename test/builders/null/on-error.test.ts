import { describe, expect, it } from 'vitest';
import { runMain } from '../../cli/run-main.ts';
import { folderWith } from '../../temporary-folder.ts';

const FAILED = 'Script exited with non-zero exit status: 1.Allowed exit codes are: [0]';

/** The lines of a build whose provisioner fails the first time, without what surrounds them. */
async function lines(onError: string, cleanup: string, answers?: readonly string[]) {
  const cwd = folderWith({});
  const script = `test -f ${cwd}/again || { touch ${cwd}/again; exit 1; }`;
  const template = {
    builders: [{ type: 'null', communicator: 'none' }],
    provisioners: [{ type: 'shell-local', inline: [script] }],
    'error-cleanup-provisioner': { type: 'shell-local', inline: [cleanup] },
  };
  const argv = ['run', '-color=false', `-on-error=${onError}`, `${cwd}/t.json`];
  const files = await import('node:fs');
  files.writeFileSync(`${cwd}/t.json`, JSON.stringify(template));
  const { code, stdout } = await runMain(argv, { cwd, ...(answers !== undefined && { answers }) });
  const own = stdout.split('\n').filter((line) => /^(==>| {3}) null: (?!Run )/.test(line));
  return {
    code,
    lines: own.map((line) =>
      line.replace(/^(==>| {3}) null: /, '').replace(/\/\S+packer-shell\d+/, 'SCRIPT'),
    ),
  };
}

const RUN = 'Running local shell script: SCRIPT';
const CLEANING = ['Provisioning step had errors: Running the cleanup provisioner, if present...', RUN];

describe('-on-error', () => {
  it('cleanup runs the cleanup provisioner', async () => {
    expect(await lines('cleanup', 'echo c')).toEqual({ code: 1, lines: [RUN, ...CLEANING, 'c'] });
  });

  it('abort skips everything', async () => {
    expect((await lines('abort', 'echo c')).lines).toEqual([
      RUN,
      FAILED,
      'Step "StepProvision" failed, aborting...',
      'aborted: skipping cleanup of step "StepConnect"',
    ]);
  });

  it('run-cleanup-provisioner runs that alone, and tells its failure with the first one', async () => {
    expect((await lines('run-cleanup-provisioner', 'echo c')).lines).toEqual([
      RUN,
      ...CLEANING,
      'c',
      FAILED,
      'Step "StepConnect" failed, aborting...',
    ]);
    const { lines: broken } = await lines('run-cleanup-provisioner', 'exit 4');
    expect(broken).toContain(
      `Cleanup failed: ${FAILED.replace('status: 1', 'status: 4')}. Original Provisioning error: ${FAILED}`,
    );
  });

  it('ask cleans up where nobody answers', async () => {
    expect((await lines('ask', 'echo c')).lines).toEqual([
      RUN,
      FAILED,
      'Step "StepProvision" failed',
      ...CLEANING,
      'c',
    ]);
  });

  it('ask runs the provisioners once more for whoever answers r', async () => {
    const { code, lines: told } = await lines('ask', 'echo c', ['r']);
    expect(code).toBe(0);
    expect(told.filter((line) => line === RUN)).toHaveLength(2);
  });
});
