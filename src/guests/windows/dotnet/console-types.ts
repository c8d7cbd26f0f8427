import { textOf } from '../powershell/value.ts';
import type { StaticType } from './statics.ts';
import { consoleInput, consoleOutput } from './streams.ts';

export const consoleTypes: Readonly<Record<string, StaticType>> = {
  console: {
    members: {
      in: ({ session }) => consoleInput(session.process),
      out: ({ session }) => consoleOutput((text) => session.process.out(text)),
      error: ({ session: { process } }) =>
        consoleOutput((text) => process.consoleError?.(text) ?? process.error(text)),
    },
  },
  environment: {
    methods: {
      expandenvironmentvariables: ({ args, scope }) =>
        scope.session.process.environment.expand(textOf(args[0])),
    },
  },
  'net.dns': { methods: { gethostname: ({ scope }) => scope.session.process.machine.hostname } },
};
