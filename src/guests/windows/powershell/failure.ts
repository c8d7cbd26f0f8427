/** An error of PowerShell: ends the statement, or the script where that asks for it. */
export class PsError extends Error {
  /** As in `CommandNotFoundException`. */
  readonly id: string;
  readonly command: string;
  /** `throw` ends everything up to the next `try`; other errors end their statement only. */
  readonly thrown: boolean;
  line = 1;
  text = '';

  constructor(message: string, { id = '', command = '', thrown = false } = {}) {
    super(message);
    this.id = id;
    this.command = command;
    this.thrown = thrown;
  }
}

/** A script that cannot even be read. */
export class PsSyntaxError extends PsError {}

/** Leaves the surroundings that it is meant for; never an error. */
export class Leave extends Error {
  readonly how: 'exit' | 'return' | 'break' | 'continue';
  readonly code: number;

  constructor(how: Leave['how'], code = 0) {
    super(how);
    this.how = how;
    this.code = code;
  }
}

export function notRecognized(name: string): PsError {
  return new PsError(
    `The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program. ` +
      'Check the spelling of the name, or if a path was included, verify that the path is correct and try again.',
    { id: 'CommandNotFoundException', command: name },
  );
}

/** As PowerShell shows it. */
export function shownError(error: PsError): string {
  const who = error.command === '' ? '' : `${error.command} : `;
  const place = error.text === '' ? [] : [`At line:${error.line} char:1`, `+ ${error.text}`, '+ ~~~'];
  const category = error.id === '' ? 'OperationStopped' : 'NotSpecified';
  return [
    `${who}${error.message}`,
    ...place,
    `    + CategoryInfo          : ${category}: (:) [${error.command}], ${error.id || 'RuntimeException'}`,
    `    + FullyQualifiedErrorId : ${error.id || error.message}`,
    ' ',
    '',
  ].join('\r\n');
}
