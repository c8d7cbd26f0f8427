import type { Job } from '../process.ts';
import { lastJob } from '../rewrite.ts';
import { type CommandCall, failed, type GuestCommand, ok } from './command.ts';

/** What `&` becomes: the text runs on with the shell's variables, and the shell goes on. */
const background: GuestCommand = {
  name: '__background',
  run: async (args, call) => {
    const { computer } = call.process;
    const stopper = new AbortController();
    const signal = AbortSignal.any([stopper.signal, computer.lifetime]);
    const assigned = [...call.variables].filter(([name]) => /^[A-Za-z_]\w*$/.test(name) && !fixed.has(name));
    const environment = { ...Object.fromEntries(assigned), ...call.environment };
    const text = args[0] ?? '';
    const work = call.start({ text, name: 'sh', args: [], options: [] }, { environment, signal, stdin: '' });
    const id = computer.nextProcess();
    const job: Job = {
      process: id,
      ended: work.then((answer) => answer.code ?? 0).finally(() => computer.jobs.delete(id)),
      stop: () => stopper.abort(),
    };
    job.ended.catch(() => {});
    computer.jobs.set(id, job);
    call.process.children.add(job);
    await call.setVariable(lastJob, String(id));
    return ok();
  },
};

const fixed = new Set(['SHELLOPTS', 'BASHOPTS', 'PWD', 'OLDPWD', 'IFS', 'OPTIND']);

const wait: GuestCommand = {
  name: '__wait',
  run: async (args, call) => {
    const wanted = args.filter((argument) => /^\d+$/.test(argument)).map(Number);
    const jobs = [...call.process.children].filter(
      (job) => wanted.length === 0 || wanted.includes(job.process),
    );
    if (wanted.length > jobs.length)
      return failed(`wait: pid ${wanted[0]} is not a child of this shell`, 127);
    const codes = await Promise.all(jobs.map((job) => untilAborted(job, call)));
    for (const job of jobs) call.process.children.delete(job);
    return { code: wanted.length === 0 ? 0 : (codes.at(-1) ?? 0) };
  },
};

function untilAborted(job: Job, call: CommandCall): Promise<number> {
  const { signal } = call.process;
  return new Promise((resolve) => {
    const stop = () => resolve(143);
    signal.addEventListener('abort', stop, { once: true });
    job.ended.then(resolve, () => resolve(1)).finally(() => signal.removeEventListener('abort', stop));
  });
}

const kill: GuestCommand = {
  name: 'kill',
  run: (args, call) => {
    if (args[0] === '-l') return ok('HUP INT QUIT KILL TERM USR1 USR2\n');
    const asks = args[0] === '-0' || (args[0] === '-s' && args[1] === '0');
    const targets = args.filter((argument) => /^\d+$/.test(argument)).map(Number);
    for (const target of targets) {
      const job = call.process.computer.jobs.get(target);
      const known = job !== undefined || target === call.process.id || target === 1;
      if (!known) return failed(`kill: (${target}) - No such process`);
      if (!asks) job?.stop();
    }
    return targets.length === 0
      ? failed('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid ...', 2)
      : ok();
  },
};

export const jobCommands = [background, wait, kill];
