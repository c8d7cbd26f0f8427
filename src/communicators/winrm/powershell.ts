/** The command line that runs a script without a file: as base64 of UTF-16, which needs no quoting. */
export function encodedCommand(script: string): string {
  const whole = `$ProgressPreference='SilentlyContinue';${script}`;
  return `powershell.exe -NoProfile -NonInteractive -EncodedCommand ${Buffer.from(whole, 'utf16le').toString('base64')}`;
}

/** A text that PowerShell takes for exactly itself. */
export function literal(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/g, (quote) => quote + quote)}'`;
}

/** A path of the template: variables such as `$env:TEMP` in it are filled in on the guest, as Packer's copies do. */
export function pathExpression(path: string): string {
  const text = literal(path);
  return /[$`]/.test(path) ? `$ExecutionContext.InvokeCommand.ExpandString(${text})` : text;
}
