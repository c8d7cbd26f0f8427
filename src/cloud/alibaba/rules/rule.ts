/** What the service asks of one value, whatever field it stands in. */
export interface Rule {
  /** As it stands after 'must be'. */
  readonly shape: string;
  accepts(value: string): boolean;
}

/** What the service asks of one parameter, and what it answers otherwise. */
export interface ParameterRule {
  readonly rule: Rule;
  readonly code: string;
  readonly status: number;
  /** Where it is known from. */
  readonly source: 'documentation' | 'packer' | 'console';
}

/** By parameter as it stands on the wire; `N` stands for the number of a list. */
export type ActionRules = Readonly<Record<string, ParameterRule>>;

/** One row, most of them from the documentation of the request. */
export function row(
  rule: Rule,
  code: string,
  status = 400,
  source: ParameterRule['source'] = 'documentation',
): ParameterRule {
  return { rule, code, status, source };
}

export function oneOf(...allowed: readonly string[]): Rule {
  return {
    shape: `one of ${allowed.map((each) => `'${each}'`).join(', ')}`,
    accepts: (value) => allowed.includes(value),
  };
}

export function whole(low: number, high: number): Rule {
  return {
    shape: `from ${low} to ${high}`,
    accepts: (value) => /^\d{1,9}$/.test(value) && Number(value) >= low && Number(value) <= high,
  };
}
