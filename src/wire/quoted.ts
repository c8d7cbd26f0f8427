/** A text as one word of a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_/.,:=@%+-]+$/.test(text) ? text : `'${insideSingleQuotes(text)}'`;
}

/** A text between the single quotes of a POSIX shell, in the way of Packer. */
export function insideSingleQuotes(text: string): string {
  return text.replaceAll("'", `'"'"'`);
}
