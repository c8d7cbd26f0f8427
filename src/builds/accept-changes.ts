import type { RunPlace } from '../engine/run-control.ts';
import { runsAgain } from './places.ts';
import type { TakeUpRequest } from './requests.ts';
import type { TakenUp } from './take-up-run.ts';
import type { Watcher } from './watcher.ts';
import { runChanged } from './words.ts';

interface Acceptance {
  readonly request: Pick<TakeUpRequest, 'acceptChanges'>;
  /** The place from which everything is done again. */
  readonly from?: RunPlace | undefined;
  readonly watcher: Pick<Watcher, 'changed'>;
}

/** Throws `run-changed` unless the changes are accepted, or touch only provisioners that are asked to run again. */
export function acceptChanges(
  { run, changes, build, loaded }: TakenUp,
  { request, from, watcher }: Acceptance,
): void {
  const shown = (all: typeof changes) => all.map(({ text }) => loaded.redactor.text(text));
  const open = changes.filter(
    ({ provisioner }) => provisioner === undefined || !runsAgain(provisioner, from, build),
  );
  if (open.length > 0 && request.acceptChanges !== true) throw runChanged(run.id, shown(open));
  if (changes.length > 0) watcher.changed?.(shown(changes));
}
