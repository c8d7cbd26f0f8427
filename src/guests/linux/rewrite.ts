import type { ScriptNode } from 'just-bash';
import { quoted } from '../../wire/quoted.ts';
import type { JustBash } from './load-just-bash.ts';
import { redirectOutput } from './redirect.ts';
import { hasSlash, isTree, literalOf, type ShellTree, sizeOf, word } from './syntax.ts';

/** Set before a command whose output goes where the script's output goes, so it can be passed on as it comes. */
export const directMark = '__GUEST_DIRECT';
/** Holds the number of the last background job, in place of `$!`. */
export const lastJob = '__GUEST_JOB';

const runners = new Set([
  'sh',
  'bash',
  'dash',
  'sudo',
  'nohup',
  'nice',
  'ionice',
  'setsid',
  'su',
  'runuser',
  'time',
  '__script',
  '__background',
]);
/** Words of the shell itself that are programs here; found whatever PATH says. */
export const shellWords: ReadonlySet<string> = new Set(['trap', 'umask', 'ulimit', 'kill', 'history']);
const compound = new Set(['If', 'While', 'Until', 'For', 'CStyleFor', 'Group', 'Subshell', 'Case']);
const loops = new Set(['While', 'Until', 'For', 'CStyleFor']);

interface RewriteOptions {
  readonly bash: JustBash;
  /** Whether a program of that name exists in /usr/bin. */
  isProgram(name: string): boolean;
  /** Only for a process's own script: what it prints is its output, and its end is the process's end. */
  readonly outermost: boolean;
}

/**
 * Changes a parsed script so that just-bash does what a real shell does: loops let other work of this process run,
 * `&` does not wait, `exec program` does not return, programs started by path obey their `#!` line, and the state
 * for an EXIT trap is kept.
 */
export function rewrite(script: ScriptNode, options: RewriteOptions): ScriptNode {
  const { bash } = options;
  const statements = (text: string): unknown[] => [...bash.parse(text).statements];
  const textOf = (statement: ShellTree) =>
    bash.serialize({ ...script, statements: [{ ...statement, background: false } as never] });

  const visit = (node: unknown, direct: boolean): void => {
    if (Array.isArray(node)) for (const child of node) visit(child, direct);
    else if (isTree(node)) visitNode(node, direct);
  };

  const visitNode = (node: ShellTree, direct: boolean): void => {
    checkTargets(node, statements);
    if (node['type'] === 'Statement') visitStatement(node, direct);
    else if (node['type'] === 'Pipeline') visit(node['commands'], direct && sizeOf(node['commands']) === 1);
    else if (node['type'] === 'SimpleCommand') visitCommand(node, direct);
    else visitOther(node, direct);
  };

  const visitOther = (node: ShellTree, direct: boolean) => {
    if (node['type'] === 'ParameterExpansion' && node['parameter'] === '!') node['parameter'] = lastJob;
    const type = String(node['type']);
    // The clauses of `if` and `case` carry a body but no redirections of their own.
    const inside =
      (compound.has(type) || !('type' in node) || type === 'CaseItem' || type === 'Script') && direct;
    for (const child of Object.values(node)) visit(child, inside && sizeOf(node['redirections']) === 0);
    if (loops.has(type) && Array.isArray(node['body']))
      node['body'].unshift(...statements('/usr/bin/__breathe'));
  };

  const visitStatement = (node: ShellTree, direct: boolean) => {
    if (node['background'] === true) {
      const text = textOf(node);
      node['pipelines'] = Object(statements(`/usr/bin/__background ${quoted(text)}`)[0])['pipelines'];
      node['background'] = false;
      delete node['sourceText'];
    }
    visit(node['pipelines'], direct);
  };

  const visitCommand = (node: ShellTree, direct: boolean) => {
    visit([node['args'], node['assignments'], node['redirections'], node['name']], false);
    const name = literalOf(node['name']);
    const args = Array.isArray(node['args']) ? node['args'] : [];
    const replaces = name === 'exec' && args.length > 0 && !literalOf(args[0])?.startsWith('-');
    // What a script sends through another program by `exec > >(tee FILE)` goes straight to where its output goes.
    if (name === 'exec' && !replaces && JSON.stringify(node['redirections']).includes('ProcessSubstitution'))
      node['redirections'] = [];
    if (name === 'command' && literalOf(args[0]) === '-v') {
      alsoOnPath(node, args, statements);
      return;
    }
    if (replaces) {
      becomeExec(node, args);
      return;
    }
    if (name !== undefined && shellWords.has(name)) node['name'] = word(`/usr/bin/${name}`);
    else if (name === 'wait') node['name'] = word('/usr/bin/__wait');
    else if (hasSlash(node['name'])) usePath(node, args, name, options);
    const redirected = sizeOf(node['redirections']) > 0;
    const started = (literalOf(node['name']) ?? '').replace(/^\/(?:usr\/)?bin\//, '');
    if (direct && !redirected && runners.has(started)) mark(node);
  };

  const becomeExec = (node: ShellTree, args: unknown[]) => {
    const inner: ShellTree = { ...node, name: args[0], args: args.slice(1) };
    const statement = Object(statements('true')[0]) as ShellTree;
    const pipeline = Object((statement['pipelines'] as unknown[])[0]) as ShellTree;
    pipeline['commands'] = [inner];
    delete statement['sourceText'];
    for (const key of Object.keys(node)) delete node[key];
    Object.assign(node, { type: 'Group', body: [statement, ...statements('exit')], redirections: [] });
    visitCommand(inner, false);
  };

  visit(script, options.outermost);
  if (options.outermost) redirectOutput(script);
  return options.outermost ? withSnapshots(script, statements) : script;
}

/** `/sbin/useradd` and the like are the shell's own programs; other paths are files to look into. */
function usePath(node: ShellTree, args: unknown[], name: string | undefined, options: RewriteOptions): void {
  const known = name === undefined ? undefined : /^\/(?:usr\/)?s?bin\/([^/]+)$/.exec(name)?.[1];
  if (known !== undefined && options.isProgram(known)) node['name'] = word(`/usr/bin/${known}`);
  else {
    node['args'] = [node['name'], ...args];
    node['name'] = word('/usr/bin/__script');
  }
}

/** `command -v` of this shell knows its own programs alone, and no file on the path. */
function alsoOnPath(node: ShellTree, args: unknown[], statements: (text: string) => unknown[]): void {
  const [either] = statements('true || /usr/bin/which');
  const pipelines = Object(either)['pipelines'] as { commands: ShellTree[] }[];
  const [first, second] = pipelines;
  const which = second?.commands[0];
  if (first === undefined || which === undefined) return;
  first.commands = [{ ...node, redirections: [] }];
  which['args'] = structuredClone(args.slice(1));
  const { redirections = [] } = node;
  for (const key of Object.keys(node)) delete node[key];
  Object.assign(node, { type: 'Group', body: [either], redirections });
}

const writing = new Set(['>', '>>', '>|', '&>', '&>>']);

/** A redirection to a file that cannot be written fails its command alone, where this shell would end the script. */
function checkTargets(node: ShellTree, statements: (text: string) => unknown[]): void {
  const { redirections } = node;
  if (!Array.isArray(redirections)) return;
  for (const redirection of redirections.filter(isTree)) {
    const { operator, target } = redirection;
    if (!writing.has(String(operator)) || !isTree(target)) continue;
    if (/^\/dev\//.test(literalOf(target) ?? '') || JSON.stringify(target).includes('__target')) continue;
    const [statement] = statements('x "$(/usr/bin/__target y)"');
    const command = commandOf(statement);
    const [argument] = Array.isArray(command?.['args']) ? command['args'].filter(isTree) : [];
    const inner = innerCommand(argument);
    if (argument === undefined || inner === undefined) continue;
    inner['args'] = [target];
    redirection['target'] = argument;
  }
}

function commandOf(statement: unknown): ShellTree | undefined {
  const pipeline =
    isTree(statement) && Array.isArray(statement['pipelines']) ? statement['pipelines'][0] : undefined;
  const command =
    isTree(pipeline) && Array.isArray(pipeline['commands']) ? pipeline['commands'][0] : undefined;
  return isTree(command) ? command : undefined;
}

/** The command in the one substitution that a word consists of. */
function innerCommand(node: unknown): ShellTree | undefined {
  if (Array.isArray(node)) return node.map(innerCommand).find((found) => found !== undefined);
  if (!isTree(node)) return undefined;
  if (Array.isArray(node['statements'])) return commandOf(node['statements'][0]);
  return Object.values(node)
    .map(innerCommand)
    .find((found) => found !== undefined);
}

/** Keeps the shell's variables where the script may end, when it has a trap that could want them. */
function withSnapshots(script: ScriptNode, statements: (text: string) => unknown[]): ScriptNode {
  if (!JSON.stringify(script).includes('"value":"/usr/bin/trap"')) return script;
  const list: unknown[] = [];
  let plain = true;
  for (const statement of script.statements) {
    // After `a && b` or `! a` a status that is not 0 is no error, but would be one for the inserted command.
    if (plain) list.push(...statements('/usr/bin/__snapshot'));
    list.push(statement);
    plain = statement.pipelines.length === 1 && statement.pipelines[0]?.negated !== true;
  }
  if (plain) list.push(...statements('/usr/bin/__snapshot'));
  return { ...script, statements: list as ScriptNode['statements'] };
}

function mark(node: ShellTree): void {
  const list = Array.isArray(node['assignments']) ? node['assignments'] : [];
  node['assignments'] = [
    ...list,
    { type: 'Assignment', name: directMark, value: word('1'), append: false, array: null },
  ];
}
