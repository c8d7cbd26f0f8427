import type { RenderContext } from '../context.ts';
import { FunctionFailure, type FunctionTable, ofStrings, type TemplateFunction } from './function.ts';

/** Where values come from: user variables, the environment, secret stores. */
export const sourceFunctions: FunctionTable = {
  user: ofStrings(1, ([name = ''], context) => userVariable(name, context)),
  env: ofStrings(1, ([name = ''], { env }) => {
    if (env === undefined) throw new FunctionFailure('env vars are not allowed here');
    return (Object.hasOwn(env, name) ? env[name] : undefined) ?? '';
  }),
  consul_key: store('Consul', ['string'], 'consul_key is not allowed here'),
  vault: store('Vault', ['string', 'string'], 'Vault vars are only allowed in the variables section'),
  aws_secretsmanager: {
    ...store('AWS Secrets Manager', [], 'AWS Secrets Manager is only allowed in the variables section'),
    rest: 'string',
  },
};

function userVariable(name: string, { user, strictUser }: RenderContext): string {
  const value = user.get(name);
  if (value === undefined && strictUser === true) {
    throw new FunctionFailure(`Error: variable not set: ${name}`, { variable: name });
  }
  return value ?? '';
}

/** Only variables may be read from a store, and no store is supported so far. */
function store(
  name: string,
  parameters: TemplateFunction['parameters'],
  elsewhere: string,
): TemplateFunction {
  return {
    parameters,
    call: (_, { env }) => {
      if (env === undefined) throw new FunctionFailure(elsewhere);
      throw new FunctionFailure(`reading from ${name} is not supported yet`, {
        hint: 'Pass the value with -var, a -var-file, or an environment variable and {{env `NAME`}}.',
      });
    },
  };
}
