/** Environment variables: names without regard to case, which keep the one they were made with. */
export class WindowsVariables {
  readonly #variables: Map<string, readonly [name: string, value: string]>;

  constructor(variables: Iterable<readonly [string, string]>) {
    this.#variables = new Map([...variables].map(([name, value]) => [name.toUpperCase(), [name, value]]));
  }

  get(name: string): string | undefined {
    return this.#variables.get(name.toUpperCase())?.[1];
  }

  /** An empty value removes it, as Windows does. */
  set(name: string, value: string): void {
    const old = this.#variables.get(name.toUpperCase())?.[0] ?? name;
    if (value === '') this.#variables.delete(name.toUpperCase());
    else this.#variables.set(name.toUpperCase(), [old, value]);
  }

  all(): readonly (readonly [string, string])[] {
    return [...this.#variables.values()].sort(([left], [right]) =>
      left.toUpperCase() < right.toUpperCase() ? -1 : 1,
    );
  }

  copy(): WindowsVariables {
    return new WindowsVariables(this.#variables.values());
  }

  /** `%NAME%` in a text; one that is not set stays as it is. */
  expand(text: string): string {
    return text.replace(/%([^%\s]+)%/g, (whole, name: string) => this.get(name) ?? whole);
  }
}
