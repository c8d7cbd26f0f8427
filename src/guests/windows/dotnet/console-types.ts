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
    methods: {
      writeline: async ({ args, scope }) => {
        await scope.session.process.out(`${textOf(args[0])}\r\n`);
        return undefined;
      },
      write: async ({ args, scope }) => {
        await scope.session.process.out(textOf(args[0]));
        return undefined;
      },
    },
  },
  environment: {
    members: {
      machinename: ({ session }) => session.process.environment.get('COMPUTERNAME'),
      username: ({ session }) => session.process.user,
      newline: () => '\r\n',
      currentdirectory: ({ session }) => session.process.folder,
    },
    methods: {
      expandenvironmentvariables: ({ args, scope }) =>
        scope.session.process.environment.expand(textOf(args[0])),
      getenvironmentvariable: ({ args, scope }) => scope.session.process.environment.get(textOf(args[0])),
      setenvironmentvariable: ({ args: [name, value, target], scope }) => {
        const { process } = scope.session;
        const { settings } = process.machine;
        if (/^(machine|user)$/i.test(textOf(target)))
          settings.change({ variables: { ...settings.now.variables, [textOf(name)]: textOf(value) } });
        else process.environment.set(textOf(name), textOf(value));
        return undefined;
      },
    },
  },
  'net.dns': { methods: { gethostname: ({ scope }) => scope.session.process.machine.hostname } },
};
