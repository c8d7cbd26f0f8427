/** Which builds of a template are meant, and with which variables. */
export interface Selection {
  readonly only: readonly string[];
  readonly except: readonly string[];
  /** `key=value` each. */
  readonly variables: readonly string[];
  readonly variableFiles: readonly string[];
  /** A reference to a variable that nobody defines is an error. */
  readonly strictVariables?: boolean;
}

/** With everything that is not given. */
export function selectionOf({
  only = [],
  except = [],
  variables = [],
  variableFiles = [],
  strictVariables = false,
}: Partial<Selection>): Selection {
  return { only, except, variables, variableFiles, strictVariables };
}
