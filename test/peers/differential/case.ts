export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One template, and what both tools are called with. */
export interface Case {
  readonly name: string;
  /** The template as a value, or as the text of a file that need not be JSON. */
  readonly template: Json;
  readonly text?: string;
  /** Command lines; `t.json` is the template. Default: see `commandsOf`. */
  readonly commands?: Commands;
  /** Other files of the working folder; executable where they begin with `#!`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Its output comes from both streams of a script, or from builds side by side: the order of its lines is chance. */
  readonly unordered?: boolean;
}

/** What a case asks of Packer. Some keys are made anew for each run, which makes no other question of it. */
export function questionOf({ name: _, ...asked }: Case): string {
  return JSON.stringify(asked).replaceAll(/-----BEGIN EC .*?-----END EC /g, 'KEY');
}

/** The cases of one area of the specification. */
export interface Area {
  readonly name: string;
  readonly cases: readonly Case[];
}

export type Commands = readonly (readonly string[])[];

/** What a case is run with when it does not say. */
export const CHECKS: Commands = [
  ['validate', 't.json'],
  ['inspect', 't.json'],
  ['fix', 't.json'],
];

/** For templates whose builds need nothing but this machine. */
export const BUILD: Commands = [
  ['validate', 't.json'],
  ['build', '-color=false', 't.json'],
];

/** A builder that needs nothing. */
export const NOTHING = { type: 'null', communicator: 'none' } as const;

/** A template around some provisioners. */
export const provisioned = (...provisioners: readonly Json[]): Json => ({
  builders: [NOTHING],
  provisioners,
});

/** A template around some post-processors. */
export const processed = (...processors: readonly Json[]): Json => ({
  builders: [NOTHING],
  'post-processors': processors,
});

/** A template that prints texts while it builds. */
export const echoing = (...lines: readonly string[]): Json =>
  provisioned({ type: 'shell-local', inline: lines.map((line) => `echo ${line}`) });
