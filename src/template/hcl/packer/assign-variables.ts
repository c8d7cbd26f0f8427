import { readBody } from '../body/read-body.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Describe } from '../diagnostic-text.ts';
import { evaluateLiteral } from '../evaluate/literal.ts';
import { parseWholeExpression } from '../syntax/parse.ts';
import { type Range, Source } from '../syntax/source.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { withDefaults } from '../types/optional-defaults.ts';
import type { Type } from '../types/type.ts';
import { stringValue, type Value } from '../values/value.ts';
import type { Assignment, Origin, Variable } from './configuration.ts';
import type { TemplateFile } from './read-configuration.ts';

/** Where values of variables come from besides their defaults. */
export interface GivenValues {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Those that are read by themselves first, then those that are named. */
  readonly files: readonly TemplateFile[];
  /** `name=value` each. */
  readonly flags: readonly string[];
  /** Whether names in files that no variable has are told of. */
  readonly warns: boolean;
}

interface Assigned {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly diagnostics: readonly Diagnostic[];
  /** How places in the files are called. */
  readonly sources: ReadonlyMap<Source, Describe>;
}

/** Gives the variables what is said besides their defaults; later values win. */
export function assignVariables(declared: ReadonlyMap<string, Variable>, given: GivenValues): Assigned {
  const assigning = new Assigning(declared);
  for (const { name } of declared.values()) {
    const text = given.env[`PKR_VAR_${name}`];
    if (text !== undefined) assigning.text(name, text, 'env');
  }
  for (const file of given.files) assigning.file(file, given.warns);
  for (const flag of given.flags) {
    const at = flag.indexOf('=');
    assigning.text(flag.slice(0, at), flag.slice(at + 1), 'cmd');
  }
  return assigning;
}

class Assigning implements Assigned {
  readonly variables: Map<string, Variable>;
  readonly diagnostics: Diagnostic[] = [];
  readonly sources = new Map<Source, Describe>();

  constructor(declared: ReadonlyMap<string, Variable>) {
    this.variables = new Map(declared);
  }

  text(name: string, text: string, from: Origin): void {
    const variable = this.variables.get(name);
    if (variable === undefined) {
      this.diagnostics.push(undefinedFlag(name));
      return;
    }
    const subject = nowhere();
    if (takesText(variable.type)) {
      this.#assign(variable, stringValue(text), { from, subject });
      return;
    }
    const where = from === 'env' ? 'env' : 'arguments';
    const parsed = parseWholeExpression(new Source(`<value for var.${name} from ${where}>`, text));
    const { value, diagnostics } =
      parsed.diagnostics.length > 0 ? { value: undefined, ...parsed } : evaluateLiteral(parsed.result);
    this.diagnostics.push(...diagnostics);
    if (value !== undefined && diagnostics.length === 0)
      this.#assign(variable, value, { from, subject: parsed.result.range });
  }

  file({ name: file, text }: TemplateFile, warns: boolean): void {
    const { body, diagnostics, source, describe } = readBody(file, text);
    this.sources.set(source, describe);
    if (diagnostics.length > 0) {
      this.diagnostics.push(...diagnostics);
      return;
    }
    const declaration = body.partialContent({ blocks: [{ type: 'variable', labels: ['name'] }] }).blocks[0];
    if (declaration !== undefined) {
      const detail = declarationIn(file, declaration.labels[0] ?? '');
      this.diagnostics.push({
        summary: 'Variable declaration in a .pkrvar file',
        detail,
        subject: declaration.header,
      });
      return;
    }
    const { attributes, diagnostics: wrong } = body.justAttributes();
    this.diagnostics.push(...wrong);
    for (const { name, expression } of attributes.values()) {
      const variable = this.variables.get(name);
      const { value, diagnostics: faults } = evaluateLiteral(expression);
      if (variable === undefined) {
        if (warns) this.diagnostics.push(undeclared(name));
      } else if (faults.length > 0) this.diagnostics.push(...faults);
      else this.#assign(variable, value, { from: 'varfile', subject: expression.range });
    }
  }

  #assign(
    variable: Variable,
    value: Value,
    { from, subject }: { readonly from: Origin; readonly subject: Range },
  ): void {
    const { name, type } = variable;
    try {
      const assignment: Assignment = {
        from,
        value: convert(withDefaults(value, type, variable.defaults), type),
        range: subject,
      };
      this.variables.set(name, { ...variable, assignments: [...variable.assignments, assignment] });
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      const why = `is not compatible with the variable's type constraint: ${error.message}.`;
      if (from === 'cmd')
        this.diagnostics.push({
          summary: 'Invalid argument value for -var variable',
          detail: `The received arg value for ${name} ${why}`,
        });
      else
        this.diagnostics.push({
          summary: 'Invalid value for variable',
          detail: `The value for ${name} ${why}`,
          subject,
        });
    }
  }
}

/** Texts of the command line count as they are for these; for others they are expressions. */
function takesText({ kind }: Type): boolean {
  return kind === 'string' || kind === 'number' || kind === 'any';
}

/** What stands in no file has no name and no line. */
class Nowhere extends Source {
  override line(): number {
    return 0;
  }
}

function nowhere(): Range {
  return { source: new Nowhere('', ''), start: 0, end: 0 };
}

function undefinedFlag(name: string): Diagnostic {
  const detail = `A "${name}" variable was passed in the command line but was not found in known variables. To declare variable "${name}", place this block in one of your .pkr files, such as variables.pkr.hcl`;
  return { summary: 'Undefined -var variable', detail };
}

function undeclared(name: string): Diagnostic {
  const detail =
    `The variable "${name}" was set but was not declared as an input variable.\nTo declare variable "${name}" place this ` +
    `block in one of your .pkr.hcl files, such as variables.pkr.hcl\n\nvariable "${name}" {\n  type    = string\n  default = null\n}`;
  return { severity: 'warning', summary: 'Undefined variable', detail };
}

function declarationIn(file: string, name: string): string {
  return (
    'A .pkrvar file is used to assign values to variables that have already been declared in .pkr files, not to ' +
    `declare new variables. To declare variable "${name}", place this block in one of your .pkr files, such as ` +
    `variables.pkr.hcl\n\nTo set a value for this variable in ${file}, use the definition syntax instead:\n` +
    `    ${name} = <value>`
  );
}
