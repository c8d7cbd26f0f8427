import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runMain } from '../cli/run-main.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const EXAMPLE = new URL('../../fixtures/plugins/example', import.meta.url).pathname;

export type Files = Readonly<Record<string, unknown>>;

/** A folder of a team: a template, packages under `node_modules`, and whatever else it has. */
export function project(template: unknown, files: Files = {}) {
  const cwd = temporaryFolder('ecs-imagebuild-plugins');
  const path = (name: string) => join(cwd, name);
  const write = (name: string, content: unknown) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('t.json', template);
  for (const [name, content] of Object.entries(files)) write(name, content);
  cpSync(EXAMPLE, path('node_modules/ecs-imagebuild-plugin-example'), { recursive: true });
  return {
    cwd,
    path,
    write,
    read: (name: string) => readFileSync(path(name), 'utf8'),
    has: (name: string) => existsSync(path(name)),
    /** The same with lines on standard input. */
    ask: (stdin: string, ...argv: string[]) => runMain(argv, { cwd, stdin }),
    /** Without the line that names the run. */
    async main(...argv: string[]) {
      const { code, stdout, stderr } = await runMain(argv, { cwd });
      const text = stdout.replace(/^==> [\w-]+: Run .*\n/gm, '').replaceAll(cwd, 'CWD');
      return { code, stdout: text, stderr };
    },
  };
}

/** The files of a package that exports `plugin` as this source says. */
export function packageOf(
  name: string,
  plugin: string,
  manifest: object = { type: 'module', exports: './index.js' },
) {
  return {
    [`node_modules/${name}/package.json`]: { name, version: '1.0.0', ...manifest },
    [`node_modules/${name}/index.js`]: `export const plugin = ${plugin};`,
  };
}
