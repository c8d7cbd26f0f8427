/** Which builds of a template are meant, and with which variables. */
export interface Selection {
  readonly only: readonly string[];
  readonly except: readonly string[];
  /** `key=value` each. */
  readonly variables: readonly string[];
  readonly variableFiles: readonly string[];
}

/** With everything that is not given. */
export function selectionOf({
  only = [],
  except = [],
  variables = [],
  variableFiles = [],
}: Partial<Selection>): Selection {
  return { only, except, variables, variableFiles };
}
