import type { Output, Ui } from './ui.ts';

/** What programs count and compare; a secret so short hides nothing by being hidden here. */
const FLAG = /^\d$/;

/**
 * Packer's `-machine-readable` form: `timestamp,target,type,data...`, one record a line. Unlike Packer 1.6.6 secrets
 * are hidden here as well.
 */
export function machineUi(output: Output, redact: (text: string) => string): Ui {
  const machine: Ui['machine'] = (target, category, ...data) => {
    const seconds = Math.floor(Date.now() / 1000);
    const fields = [
      seconds,
      target,
      category,
      ...data.map((text) => escaped(FLAG.test(text) ? text : redact(text))),
    ];
    output.write(`${fields.join(',')}\n`);
  };
  return {
    say: (text) => machine('', 'ui', 'say', text),
    message: (text) => machine('', 'ui', 'message', text),
    error: (text) => machine('', 'ui', 'error', text),
    machine,
  };
}

function escaped(text: string): string {
  return text.replaceAll(',', '%!(PACKER_COMMA)').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}
