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

/** What Windows has and this guest has not. Windows itself would not fail, so this is never said in its words. */
export function unsupported(what: string): PsError {
  return new PsError(
    `The embedded Windows guest does not know ${what}. It knows the part of PowerShell that docs/winrm.md lists; ` +
      'with pwsh on this machine, --emulate-guests=sandbox and "use_pwsh": true run the whole language.',
    { id: 'NotSupported', command: what },
  );
}

/** A name in the form of a cmdlet's is one that Windows may have; any other is a mistake there too. */
export function notRecognized(name: string): PsError {
  if (
    /^(?:add|clear|compare|compress|convert\w*|copy|disable|enable|expand|export|format|get|group|import|install|invoke|join|measure|move|new|out|register|rename|remove|resolve|restart|select|set|sort|split|start|stop|test|uninstall|update|wait|where|write)-\w+$/i.test(
      name,
    )
  )
    return unsupported(name);
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
