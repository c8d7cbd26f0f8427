import { STRING } from '../types/type.ts';
import { stringValue } from '../values/value.ts';
import { text, textOf, typed } from './define.ts';
import { FunctionError, type HclFunction } from './function.ts';

/** Secrets of stores. Whoever evaluates asks for them. */
export const REMOTE: Readonly<Record<string, HclFunction>> = {
  vault: {
    parameters: [text('path'), text('key')],
    returns: STRING,
    call: ([path, key], { ask }) =>
      stringValue(ask({ store: 'vault', name: textOf(path), key: textOf(key) })),
  },
  consul_key: {
    parameters: [text('key')],
    returns: STRING,
    call: ([key], { ask }) => stringValue(ask({ store: 'consul_key', name: textOf(key) })),
  },
  aws_secretsmanager: {
    parameters: [text('name'), typed('key', STRING, { nullable: true })],
    returns: STRING,
    call: ([name, key], { ask }) => {
      const question = { store: 'aws_secretsmanager', name: named(textOf(name)) } as const;
      return stringValue(ask(key?.kind === 'string' ? { ...question, key: key.text } : question));
    },
  },
  aws_secretsmanager_raw: {
    parameters: [text('name')],
    returns: STRING,
    call: ([name], { ask }) =>
      stringValue(ask({ store: 'aws_secretsmanager_raw', name: named(textOf(name)) })),
  },
};

function named(name: string): string {
  if (name === '') throw new FunctionError('At least one secret name must be provided');
  return name;
}
