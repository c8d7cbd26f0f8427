import type { BuildScope } from '../builders/builder.ts';
import type { ProvisioningOptions } from '../builds/provisioning.ts';
import type { RunControl } from '../engine/run-control.ts';
import type { Emit } from '../events/event.ts';
import { reason } from '../wire/reason.ts';
import type { Prompter } from './prompt.ts';
import type { Screen } from './terminal.ts';
import { cannotAsk } from './words.ts';

/** Whoever sits at the terminal while a build runs. */
export interface Watcher {
  readonly build: string;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly prompter: Prompter;
}

/** `-debug`: Packer's pauses after and before steps. Without a terminal nothing waits and nothing is said. */
export function pauses(watcher: Watcher): Pick<RunControl, 'pause'> {
  return {
    pause: (moment, step) =>
      entered(watcher, `Pausing ${moment} of step '${step}'. Press enter to continue. `),
  };
}

/** `-on-error=ask`: cleans up where nobody answers, as Packer does. */
export function askOnError(watcher: Watcher): Pick<RunControl, 'ask'> {
  return {
    async ask(step, error) {
      say(watcher, 'error', reason(error));
      say(watcher, 'error', `Step "${step}" failed`);
      for (;;) {
        const answer = await question(watcher, CHOICES);
        if (answer === 'a') return 'abort';
        if (answer === 'r') return 'retry';
        if (answer === 'c' || answer === '' || answer === undefined) return 'cleanup';
        say(watcher, 'say', `Incorrect input: ${JSON.stringify(answer)}`);
      }
    },
  };
}

const CHOICES =
  '[c] Clean up and exit, [a] abort without cleanup, or [r] retry step (build may fail even if retry succeeds)? ';

/** Pauses before provisioners, and what a breakpoint waits for. A program that reads records answers no question. */
export function watchProvisioners(
  watcher: Watcher,
  { debug, machineReadable }: { readonly debug: boolean; readonly machineReadable: boolean },
): Pick<ProvisioningOptions, 'pause' | 'ask'> {
  if (machineReadable) return { ask: () => Promise.reject(cannotAsk()) };
  if (!watcher.prompter.interactive) return {};
  return {
    ...(debug && {
      pause: () => entered(watcher, 'Pausing before the next provisioner . Press enter to continue. '),
    }),
    ask: (text) => entered(watcher, text),
  };
}

/** Answers what a server asks while a connection is made; unset where nobody sits. */
export function answersServers(watcher: Watcher, screen: Screen | undefined): Pick<BuildScope, 'ask'> {
  if (!watcher.prompter.interactive) return {};
  return {
    async ask({ text, echo }) {
      if (!echo) screen?.hideInput?.(true);
      try {
        const { prompter, signal } = watcher;
        // A password keeps its blanks.
        return (await prompter.ask(() => say(watcher, 'say', text), signal)) ?? '';
      } finally {
        if (!echo) screen?.hideInput?.(false);
      }
    },
  };
}

async function entered(watcher: Watcher, text: string): Promise<void> {
  await question(watcher, text);
}

async function question(watcher: Watcher, text: string): Promise<string | undefined> {
  const { prompter, signal } = watcher;
  return (await prompter.ask(() => say(watcher, 'say', text), signal))?.trim();
}

function say({ emit, build }: Watcher, level: 'say' | 'error', text: string): void {
  emit({ type: 'note', build, level, text });
}
