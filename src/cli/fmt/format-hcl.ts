import { diagnosticText } from '../../template/hcl/diagnostic-text.ts';
import { formatHcl } from '../../template/hcl/format/format.ts';
import { parseFile } from '../../template/hcl/syntax/parse.ts';
import { rangeName, Source } from '../../template/hcl/syntax/source.ts';

/** The text in the one form, or what keeps it from being read, in Packer's words. */
export function formattedHcl(
  name: string,
  text: string,
): { readonly text: string } | { readonly problem: string } {
  const { diagnostics } = parseFile(new Source(name, text));
  if (diagnostics.length === 0) return { text: formatHcl(text) };
  const lines = diagnostics.map(({ summary, detail, subject }) => {
    const place = subject === undefined ? '' : `${rangeName(subject)}: `;
    return `\t* ${place}${summary}; ${detail}\n`;
  });
  const count = lines.length === 1 ? '1 error occurred' : `${lines.length} errors occurred`;
  return { problem: unformatted(name, `${count}:\n${lines.join('')}\n`) };
}

/** Why a file is not formatted. */
export function unformatted(name: string, why: string): string {
  return diagnosticText({ summary: `encountered an error while formatting ${name}`, detail: why });
}
