import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runMain } from '../run-main.ts';

/** What a run of Packer 1.16.0 did in a copy of the folder, after the runs before it. */
interface Run {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly exit: number;
  readonly stdout: string;
  readonly creates?: Readonly<Record<string, string>>;
}

const CASES = new URL('cases/', import.meta.url).pathname;

const BROKEN =
  'Error: encountered an error while formatting bad.pkr.hcl\n\n1 error occurred:\n\t* bad.pkr.hcl:2,7-3,1: Invalid expression; Expected the start of an expression,\nbut found an invalid expression token.\n\n\n\n\n';

/** What ours does otherwise: by the case and the command. */
const intended: Readonly<Record<string, Partial<Run> & { readonly why: string }>> = {
  'fmt-errors: fmt': {
    stdout: `ok.pkr.hcl\n${BROKEN}`,
    creates: { 'ok.pkr.hcl': 'locals {\n  a = 1\n}\n' },
    why: 'without a path the folder is meant, as in other tools; Packer prints its usage',
  },
  'fmt-errors: fmt .': {
    stdout: BROKEN,
    creates: {},
    why: 'the run before has formatted the other file already',
  },
  'fmt-errors: fmt y.pkr.json': { exit: 0, stdout: 'y.pkr.json\n', why: 'JSON is formatted, too' },
  'fmt-errors: fmt none': {
    stdout: '"none": stat none: no such file or directory\n',
    why: 'a path that is not there is told of as by other commands',
  },
};

describe('runs that were recorded from Packer 1.16 go the same way', () => {
  it.each(readdirSync(CASES))('%s', async (name) => {
    const { runs }: { readonly runs: readonly Run[] } = JSON.parse(
      readFileSync(join(CASES, name, 'case.json'), 'utf8'),
    );
    const folder = temporaryFolder();
    cpSync(join(CASES, name), folder, { recursive: true, filter: (path) => !path.endsWith('case.json') });
    for (const run of runs) {
      const {
        command,
        env = {},
        stdin = '',
        exit,
        stdout,
        creates = {},
      } = { ...run, ...intended[`${name}: ${run.command.join(' ')}`] };
      const outcome = await runMain(command, { cwd: folder, env, stdin });
      expect([command, outcome.code, outcome.stdout.replaceAll(folder, '<CWD>')]).toEqual([
        command,
        exit,
        stdout,
      ]);
      for (const [file, text] of Object.entries(creates))
        expect([file, readFileSync(join(folder, file), 'utf8')]).toEqual([file, text]);
    }
  });
});
