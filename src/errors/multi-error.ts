/** go-multierror's rendering: parsing, template checks, unknown keys, missing variables. */
export function multiError(messages: readonly string[]): string {
  const head = messages.length === 1 ? '1 error occurred:' : `${messages.length} errors occurred:`;
  return `${head}\n\t${messages.map((message) => `* ${message}`).join('\n\t')}\n\n`;
}

/** Packer's own rendering: what a component finds wrong with its settings. */
export function prepareErrors(messages: readonly string[]): string {
  return `${messages.length} error(s) occurred:\n\n${messages.map((message) => `* ${message}`).join('\n')}`;
}

/** mapstructure's rendering: values of a wrong type; sorted. */
export function decodingErrors(messages: readonly string[]): string {
  const rows = messages.map((message) => `* ${message}`).sort();
  return `${messages.length} error(s) decoding:\n\n${rows.join('\n')}`;
}
