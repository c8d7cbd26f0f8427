import type { SecretStore } from '../../model/questions.ts';
import type { RenderContext } from '../context.ts';
import type { Value } from '../value.ts';
import { asked } from './asked.ts';
import { FunctionFailure, type FunctionTable, ofStrings } from './function.ts';

/** Where values come from: user variables, the environment, secret stores. */
export const sourceFunctions: FunctionTable = {
  user: ofStrings(1, ([name = ''], context) => userVariable(name, context)),
  env: ofStrings(1, ([name = ''], { env }) => {
    if (env === undefined) throw new FunctionFailure('env vars are not allowed here');
    return (Object.hasOwn(env, name) ? env[name] : undefined) ?? '';
  }),
  consul_key: ofStrings(1, (args, context) => stored('consul_key', args, context)),
  vault: ofStrings(2, (args, context) => stored('vault', args, context)),
  aws_secretsmanager: {
    parameters: [],
    rest: 'string',
    call: (args, context) => {
      const count = 'only secret name and optional secret key can be provided.';
      return stored('aws_secretsmanager', named(args, [1, 2], count, context), context);
    },
  },
  aws_secretsmanager_raw: {
    parameters: [],
    rest: 'string',
    call: (args, context) => {
      const names = named(args, [1, 1], 'only a secret name can be provided.', context);
      return stored('aws_secretsmanager_raw', names, context);
    },
  },
};

function userVariable(name: string, { user, strictUser, withoutUser }: RenderContext): string {
  if (withoutUser === true) throw new FunctionFailure('test');
  const value = user.get(name);
  if (value === undefined && strictUser === true) {
    throw new FunctionFailure(`Error: variable not set: ${name}`, { variable: name });
  }
  return value ?? '';
}

/** Packer's words for a store that is asked outside of `variables`. */
const elsewhere: Readonly<Record<SecretStore, string>> = {
  consul_key: 'consul_key is not allowed here',
  vault: 'Vault vars are only allowed in the variables section',
  aws_secretsmanager: 'AWS Secrets Manager is only allowed in the variables section',
  aws_secretsmanager_raw: 'AWS Secrets Manager is only allowed in the variables section',
};

function stored(name: SecretStore, args: readonly string[], context: RenderContext): Value {
  const { env, readSecret } = context;
  if (env === undefined || readSecret === undefined) throw new FunctionFailure(elsewhere[name]);
  return asked({ name, args }, () => readSecret({ name, args }), `${name} has not answered yet`, context);
}

/** Arguments whose number Packer checks itself, and only where it would ask the store. */
function named(
  args: readonly Value[],
  [least, most]: readonly [number, number],
  tooMany: string,
  { env }: RenderContext,
): readonly string[] {
  if (env !== undefined && args.length < least) throw new FunctionFailure('secret name must be provided');
  if (env !== undefined && args.length > most) throw new FunctionFailure(tooMany);
  return args.map(String);
}
