import { checkAlive, Terminated } from '../process.ts';
import { collectErrors, type Emit } from './emit.ts';
import { errorRecord, toPsError } from './error-record.ts';
import { assign, evaluate, gather, resultOf } from './evaluate.ts';
import { Leave, PsError, shownError } from './failure.ts';
import { binary } from './operators.ts';
import { runPipeline } from './run-pipeline.ts';
import type { Scope } from './scope.ts';
import type { Statement } from './syntax.ts';
import { items, numberOf, textOf, truthy } from './value.ts';

/**
 * Runs statements and gives what they give, as it comes. An error ends its statement and is shown; a thrown one, and
 * every one where the script wants that or has a `try` around, goes on to whoever catches it.
 */
export async function run(statements: readonly Statement[], scope: Scope, emit: Emit): Promise<void> {
  for (const statement of statements) {
    checkAlive(scope.session.process);
    if (statement.kind === 'trap') {
      scope.trap = statement.body;
      continue;
    }
    try {
      await runStatement(statement, scope, emit);
    } catch (error) {
      if (error instanceof Leave || error instanceof Terminated) throw error;
      await survive(toPsError(error), scope, emit);
    }
  }
}

async function survive(error: PsError, scope: Scope, emit: Emit): Promise<void> {
  const { session, trap } = scope;
  session.succeeded = false;
  if (collectErrors.has(session)) throw error;
  if (trap !== undefined) {
    scope.set('_', errorRecord(error));
    return run(trap, scope, emit);
  }
  if (error.thrown || textOf(scope.get('ErrorActionPreference')).toLowerCase() === 'stop') throw error;
  await session.process.error(shownError(error));
}

async function runStatement(statement: Statement, scope: Scope, emit: Emit): Promise<void> {
  switch (statement.kind) {
    case 'pipeline':
      return runPipeline(statement.stages, scope, emit);
    case 'assign':
      return runAssign(statement, scope);
    case 'if':
      return runIf(statement, scope, emit);
    case 'while':
      return loop(
        async () => (await isTrue(statement.test, scope)) && (await body(statement.body, scope, emit)),
      );
    case 'do':
      return loop(
        async () =>
          (await body(statement.body, scope, emit)) &&
          (await isTrue(statement.test, scope)) !== statement.until,
      );
    case 'for':
      return runFor(statement, scope, emit);
    case 'foreach':
      return runForeach(statement, scope, emit);
    case 'try':
      return runTry(statement, scope, emit);
    case 'function':
      return void scope.functions.set(statement.name.toLowerCase(), statement.block);
    case 'leave':
      return leave(statement, scope, emit);
    case 'jump':
      throw new Leave(statement.how);
    case 'trap':
      return undefined;
  }
}

async function isTrue(statement: Statement | undefined, scope: Scope): Promise<boolean> {
  return statement === undefined || truthy(await resultOf(statement, scope));
}

/** Runs until `turn` gives false. Other work of this process gets its time in between. */
async function loop(turn: () => Promise<boolean>): Promise<void> {
  for (let count = 1; await turn(); count += 1) if (count % 512 === 0) await new Promise(setImmediate);
}

/** One turn of a loop; false: `break`. */
async function body(statements: readonly Statement[], scope: Scope, emit: Emit): Promise<boolean> {
  try {
    await run(statements, scope, emit);
  } catch (error) {
    if (!(error instanceof Leave) || (error.how !== 'break' && error.how !== 'continue')) throw error;
    return error.how === 'continue';
  }
  return true;
}

async function runAssign(
  { target, operator, value }: Extract<Statement, { kind: 'assign' }>,
  scope: Scope,
): Promise<void> {
  const given = await resultOf(value, scope);
  const result =
    operator === '=' ? given : binary(operator.slice(0, -1), await evaluate(target, scope), given);
  await assign(target, result, scope);
}

async function runIf(
  { branches, otherwise }: Extract<Statement, { kind: 'if' }>,
  scope: Scope,
  emit: Emit,
): Promise<void> {
  for (const [test, then] of branches) if (await isTrue(test, scope)) return run(then, scope, emit);
  await run(otherwise, scope, emit);
}

async function runFor(
  statement: Extract<Statement, { kind: 'for' }>,
  scope: Scope,
  emit: Emit,
): Promise<void> {
  if (statement.first !== undefined) await gather([statement.first], scope);
  await loop(async () => {
    const goesOn = (await isTrue(statement.test, scope)) && (await body(statement.body, scope, emit));
    if (goesOn && statement.next !== undefined) await gather([statement.next], scope);
    return goesOn;
  });
}

async function runForeach(
  { name, over, body: inside }: Extract<Statement, { kind: 'foreach' }>,
  scope: Scope,
  emit: Emit,
): Promise<void> {
  const all = items(await resultOf(over, scope));
  let index = 0;
  await loop(async () => {
    if (index >= all.length) return false;
    scope.set(name, all[index]);
    index += 1;
    return body(inside, scope, emit);
  });
}

async function runTry(
  { body: inside, handler, last }: Extract<Statement, { kind: 'try' }>,
  scope: Scope,
  emit: Emit,
): Promise<void> {
  try {
    if (handler === undefined) return await run(inside, scope, emit);
    await caught(() => run(inside, scope, emit), scope);
  } catch (error) {
    if (handler === undefined || error instanceof Leave || error instanceof Terminated) throw error;
    scope.set('_', errorRecord(toPsError(error)));
    await run(handler, scope, emit);
  } finally {
    await run(last, scope, emit);
  }
}

/** Errors of any kind reach the caller while this runs. */
async function caught(work: () => Promise<void>, { session }: Scope): Promise<void> {
  const outer = collectErrors.has(session);
  collectErrors.add(session);
  try {
    await work();
  } finally {
    if (!outer) collectErrors.delete(session);
  }
}

async function leave(
  { how, value }: Extract<Statement, { kind: 'leave' }>,
  scope: Scope,
  emit: Emit,
): Promise<void> {
  const given = value === undefined ? undefined : await resultOf(value, scope);
  if (how === 'throw')
    throw new PsError(given === undefined ? 'ScriptHalted' : textOf(given), { thrown: true });
  if (how === 'return') for (const item of items(given)) await emit(item);
  throw new Leave(how, how === 'exit' ? numberOf(given) : 0);
}
