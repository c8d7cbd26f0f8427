import { findFirst, readXml } from '../../../wire/xml.ts';
import { PsError } from '../powershell/failure.ts';
import { numberOf, PsObject, textOf, type Value } from '../powershell/value.ts';
import { child, Input, type Process } from '../process.ts';
import { findProgram } from '../programs/all.ts';

interface Task {
  readonly name: string;
  readonly user: string;
  readonly command: string;
  readonly args: string;
  readonly stop: AbortController;
  state: number;
  result: number;
  end(): void;
}

const ready = 3;
const running = 4;
const serviceLogon = 5;

/** `New-Object -ComObject Schedule.Service`: tasks that are registered, run at once and removed. */
export function taskScheduler(process: Process): PsObject {
  const { tasks } = process.machine;
  const own = new Map<string, Task>();
  const folder = new PsObject({
    type: 'System.__ComObject',
    methods: {
      registertaskdefinition: (name, definition, _flags, user, password, logon) => {
        checkLogon(process, { user: textOf(user), password: textOf(password), logon: numberOf(logon) });
        const task = taskOf(textOf(name), textOf(user), definition);
        tasks.set(task.name.toLowerCase(), task);
        own.set(task.name.toLowerCase(), task);
        return taskObject(process, task);
      },
      gettask: (path) => {
        const task = own.get(textOf(path).replace(/^\\/, '').toLowerCase());
        if (task === undefined)
          throw new PsError(
            'The system cannot find the file specified. (Exception from HRESULT: 0x80070002)',
          );
        return taskObject(process, task);
      },
      deletetask: (path) => {
        tasks.delete(textOf(path).replace(/^\\/, '').toLowerCase());
        return undefined;
      },
    },
  });
  return new PsObject({
    type: 'System.__ComObject',
    methods: { connect: () => undefined, getfolder: () => folder, newtask: definition },
  });
}

function definition(): PsObject {
  let xml: Value = '';
  return new PsObject({
    type: 'System.__ComObject',
    properties: { xmltext: () => xml },
    setters: {
      xmltext: (value) => {
        xml = value;
      },
    },
  });
}

function checkLogon(
  process: Process,
  { user, password, logon }: { readonly user: string; readonly password: string; readonly logon: number },
): void {
  const bare = user.slice(user.lastIndexOf('\\') + 1).toLowerCase();
  if (logon === serviceLogon) return;
  if (process.machine.settings.now.users[bare] !== password || password === '')
    throw new PsError('The user name or password is incorrect. (Exception from HRESULT: 0x8007052E)');
}

function taskOf(name: string, user: string, definition: Value): Task {
  const text = definition instanceof PsObject ? textOf(definition.members.properties?.['xmltext']?.()) : '';
  const root = readXml(text);
  const command = root && findFirst(root, 'Command')?.text;
  if (root === undefined || command === undefined)
    throw new PsError('The task XML is malformed. (Exception from HRESULT: 0x8004131A)');
  const stop = new AbortController();
  return {
    name,
    user,
    command,
    args: findFirst(root, 'Arguments')?.text ?? '',
    state: ready,
    result: 267011,
    stop,
    end: () => stop.abort(),
  };
}

function taskObject(process: Process, task: Task): PsObject {
  return new PsObject({
    type: 'System.__ComObject',
    properties: { state: () => task.state, lasttaskresult: () => task.result, name: () => task.name },
    methods: {
      run: () => {
        void start(process, task);
        return undefined;
      },
      stop: () => undefined,
    },
  });
}

/** A task has no console: what it prints goes where it sends it, or nowhere. */
async function start(process: Process, task: Task): Promise<void> {
  const { machine } = process;
  const user = task.user.slice(task.user.lastIndexOf('\\') + 1);
  const stdin = new Input();
  stdin.end();
  const inner = child(process, {
    user,
    stdin,
    environment: machine.environmentOf(user),
    signal: AbortSignal.any([machine.lifetime, task.stop.signal]),
    folder: 'C:\\Windows\\system32',
    out: async () => undefined,
    error: async () => undefined,
  });
  const program = findProgram(task.command, inner);
  task.state = running;
  try {
    task.result = program === undefined ? 2147942402 : await program(inner, [task.args]);
  } catch {
    task.result = 1;
  }
  task.state = ready;
}
