import type { Redactor } from '../events/redact.ts';
import { machineUi } from '../renderers/machine-ui.ts';
import { plainUi, type Ui } from '../renderers/ui.ts';
import type { Call } from './command.ts';

/** A Ui that shows no secret, for people or for programs. */
export function redactedUi({ machineReadable, terminal }: Call, redactor: Redactor): Ui {
  return (machineReadable ? machineUi : plainUi)(terminal.stdout, (text) => redactor.text(text));
}
