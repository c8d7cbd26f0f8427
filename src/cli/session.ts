import { closeSync, fchmodSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import type { Outcome } from '../builds/outcome.ts';
import type { Watcher } from '../builds/watcher.ts';
import type { BuildEvent, Emit } from '../events/event.ts';
import { type BuildSummary, summarise } from '../events/summary.ts';
import { packerText } from '../renderers/packer-text.ts';
import { leftoverNotice, report } from '../renderers/report.ts';
import { reportJson } from '../renderers/report-json.ts';
import { timings } from '../renderers/timings.ts';
import type { Ui } from '../renderers/ui.ts';
import { PACKER_VERSION } from '../template/model/version.ts';
import { reason } from '../wire/reason.ts';
import type { Call } from './command.ts';
import { tellProblems } from './diagnostics.ts';
import { listenForInterrupts } from './interrupts.ts';
import { prompter } from './prompt.ts';
import { redactedUi } from './redacted-ui.ts';
import { viewOf } from './requests.ts';
import { answersServers, askOnError, pauses, watchProvisioners } from './watching.ts';
import { logLost, reportUnwritable } from './words.ts';

/** Whoever sits at the terminal while builds run: told in Packer's words, asked, and heard when they interrupt. */
interface Session extends Watcher, Disposable {
  /** Hides secrets once a template is loaded. */
  readonly ui: Ui;
  /** Tells what follows the last build, up to the closing report; gives the exit status. */
  end(outcome: Outcome): number;
}

/** `cleanup`: nothing is built, so that nothing finishes; what fails is told all the same. */
export function openSession(call: Call, { cleanup = false }: { readonly cleanup?: boolean } = {}): Session {
  const { terminal, machineReadable, flags } = call;
  const view = viewOf(call);
  const cancel = new AbortController();
  const { signal } = cancel;
  const summary = summarise();
  const asker = prompter({
    stdin: terminal.stdin,
    interactive: terminal.interactive === true && !machineReadable,
  });
  let { ui } = call;
  let interrupts: Disposable | undefined;
  let text: ReturnType<typeof packerText> | undefined;
  let emit: Emit = () => undefined;
  let plain = false;
  const watching = (build: string) => ({ build, emit, signal, prompter: asker });
  const finished = (event: BuildEvent) => event.type === 'run-ended' && event.error === undefined;
  return {
    signal,
    get ui() {
      return ui;
    },
    hear(event) {
      summary.on(event);
      if (!cleanup || !finished(event)) text?.on(event);
      terminal.hear?.(event);
    },
    async loaded({ problems, redactor, dialect }) {
      plain = dialect !== PACKER_VERSION;
      ui = redactedUi(call, redactor);
      await tellProblems(problems, call, redactor);
    },
    changed: (lines) => ui.say(['Changes since the run began:', ...lines].join('\n')),
    begins(builds, given) {
      emit = given;
      const { color, introduce, timestamps } = view;
      text = packerText({ ui, color, introduce, timestamps, builds, plain, now: () => new Date() });
      interrupts = listenForInterrupts({ terminal, ui, cancel }, () => leftoverNotice(summary.builds()));
      if (view.debug) ui.say('Debug mode enabled. Builds will not be parallelized.');
      text.begin();
    },
    logLost: (file, error) => ui.error(logLost(file, reason(error))),
    control: (build) => ({
      ...(flags.text('on-error') === 'ask' && askOnError(watching(build))),
      ...(view.debug && pauses(watching(build))),
    }),
    provisioning: (build) => ({
      ...watchProvisioners(watching(build), { debug: view.debug, machineReadable }),
      caughtUp: () => terminal.caughtUp?.(),
    }),
    answering: (build) => answersServers(watching(build), terminal.screen),
    comeBack: (home) => terminal.comeBack?.(home),
    end(outcome) {
      const { builds, milliseconds, succeeded } = outcome;
      if (!cleanup) text?.end(milliseconds, signal.aborted);
      if (!machineReadable) {
        if (!cleanup || !succeeded) tell(builds.map(report), ui);
        if (view.timings) tell(builds.map(timings), ui);
      }
      if (text !== undefined) writeReport(view.report, builds, milliseconds);
      return succeeded ? 0 : 1;
    },
    [Symbol.dispose]() {
      interrupts?.[Symbol.dispose]();
      asker[Symbol.dispose]();
    },
  };
}

function tell(texts: readonly string[], ui: Ui): void {
  for (const text of texts) if (text !== '') ui.say(text);
}

function writeReport(path: string | undefined, builds: readonly BuildSummary[], milliseconds: number): void {
  if (path === undefined) return;
  try {
    writePrivately(path, reportJson(builds, milliseconds));
  } catch (cause) {
    throw reportUnwritable(path, reason(cause));
  }
}

/** Whatever the umask is, and though the file was there: names, ids and addresses are its owner's business. */
function writePrivately(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    // A device such as /dev/stdout keeps its mode.
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}
