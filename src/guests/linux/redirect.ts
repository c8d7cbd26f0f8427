import { isTree, literalOf, type ShellTree, sizeOf, word } from './syntax.ts';

/** Where the output of a script's commands is sent: what is written there arrives while the script still runs. */
export const outPath = '/dev/guest/out';
export const errorPath = '/dev/guest/error';

const compound = new Set(['If', 'While', 'Until', 'For', 'CStyleFor', 'Group', 'Case']);
/** Change where the script goes on, or what comes after them. */
const untouched = new Set(['exec', 'exit', 'return', 'break', 'continue', 'set', 'logout']);

/**
 * Sends the output of a script's own commands to the process's streams one by one: the shell itself would give it
 * all at the end, as text. Redirections are put in front, so those in the script still win. A script that redirects
 * itself (`exec >log`) is left as it is.
 */
export function redirectOutput(script: unknown): void {
  if (!JSON.stringify(script).includes('"value":"exec"')) visit(script);
}

function visit(node: unknown): void {
  if (Array.isArray(node)) for (const child of node) visit(child);
  else if (isTree(node)) visitNode(node);
}

function visitNode(node: ShellTree): void {
  const type = String(node['type']);
  if (type === 'Script') visit(node['statements']);
  else if (type === 'Statement') visit(node['pipelines']);
  else if (type === 'Pipeline') visitPipeline(node);
  else if (type === 'SimpleCommand') redirect(node, true);
  else if (compound.has(type) && sizeOf(node['redirections']) === 0) visitBodies(node);
  else if (compound.has(type) || type === 'Subshell') redirect(node, true);
}

/** Only what is run, not words such as the items of `for`. */
function visitBodies(node: ShellTree): void {
  for (const key of ['condition', 'body', 'elseBody', 'clauses', 'items']) {
    const part = node[key];
    if (!Array.isArray(part)) continue;
    for (const child of part) {
      if (isTree(child) && (key === 'clauses' || key === 'items')) visitBodies(child);
      else visit(child);
    }
  }
}

function visitPipeline(node: ShellTree): void {
  const commands = Array.isArray(node['commands']) ? node['commands'].filter(isTree) : [];
  if (commands.length === 1) visit(commands);
  else for (const [index, command] of commands.entries()) redirect(command, index === commands.length - 1);
}

function redirect(node: ShellTree, output: boolean): void {
  if (node['type'] === 'FunctionDef' || node['type'] === 'ArithmeticCommand') return;
  if (node['type'] === 'SimpleCommand' && !isTree(node['name'])) return;
  if (untouched.has(literalOf(node['name']) ?? '')) return;
  if (!Array.isArray(node['redirections'])) return;
  const added = [...(output ? [to(outPath, null)] : []), to(errorPath, 2)];
  node['redirections'] = [...added, ...node['redirections']];
}

function to(path: string, fd: number | null): ShellTree {
  return { type: 'Redirection', fd, operator: '>', target: word(path) };
}
