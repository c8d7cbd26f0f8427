/** Where a formula comes from. */
export interface FormulaAddress {
  /** As git takes it. */
  readonly repository: string;
  /** Branch, tag or commit; empty for the repository's own choice. */
  readonly ref: string;
  /** The folder of the repository that is the formula. */
  readonly folder: string;
}

/** Whether Packer takes a text for the address of a formula: a git repository and a folder of it. */
export function isFormulaAddress(text: string): boolean {
  return /^.*.git\/\/[a-zA-Z0-9-_]+(\?.*)?$/.test(text);
}

/** Takes an address apart; `git::` before it and GitHub's short form are understood as Packer does. */
export function formulaAddress(text: string): FormulaAddress {
  const [, address = '', folder = '', query = ''] = /^(.*)\/\/([^/?]+)(?:\?(.*))?$/.exec(text) ?? [];
  const plain = address.replace(/^git::/, '');
  return {
    repository: /^(github|gitlab|bitbucket)\.(com|org)\//.test(plain) ? `https://${plain}` : plain,
    ref: new URLSearchParams(query).get('ref') ?? '',
    folder,
  };
}
