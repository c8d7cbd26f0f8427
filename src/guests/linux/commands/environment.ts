import { commandProgram, type GuestCommand, ok } from './command.ts';

function listed(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** `env [-i] [-u NAME] [NAME=VALUE] [command]`. */
const env: GuestCommand = {
  name: 'env',
  run: (args, call) => {
    const environment = { ...call.environment };
    let index = 0;
    for (; index < args.length; index++) {
      const argument = args[index] ?? '';
      const assignment = /^([^=-][^=]*)=([\s\S]*)$/.exec(argument);
      if (assignment !== null) environment[assignment[1] ?? ''] = assignment[2] ?? '';
      else if (argument === '-i' || argument === '-')
        for (const name of Object.keys(environment)) delete environment[name];
      else if (argument === '-u') delete environment[args[++index] ?? ''];
      else if (argument.startsWith('--unset=')) delete environment[argument.slice(8)];
      else break;
    }
    const words = args.slice(index);
    return words.length === 0 ? ok(listed(environment)) : call.start(commandProgram(words), { environment });
  },
};

const printenv: GuestCommand = {
  name: 'printenv',
  run: (args, call) => {
    if (args.length === 0) return ok(listed(call.environment));
    const values = args.map((name) => call.environment[name]);
    const found = values.filter((value) => value !== undefined);
    return {
      stdout: found.map((value) => `${value}\n`).join(''),
      code: found.length === values.length ? 0 : 1,
    };
  },
};

export const environmentCommands = [env, printenv];
