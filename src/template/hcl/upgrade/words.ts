/** Comments of upgraded templates. */
const FORMS: Readonly<Record<string, string>> = {
  lower: 'lower(...)',
  upper: 'upper(...)',
  split: 'split(separator, text)[index]',
  replace: 'replace(text, part, by)',
  replace_all: 'replace(text, part, by)',
  clean_resource_name: 'regex_replace(text, pattern, by)',
};

export const manualCall = (name: string): string =>
  `{{${name}}} is left to the component that has the setting. In HCL2 it is \${${FORMS[name] ?? name}}.`;

export const leftAlone = (why: string): string =>
  `This block is as it was in the JSON template, since a text in it could not be upgraded: ${why}`;

export const legacyCall = (name: string): string =>
  `legacy_${name} takes the formats of JSON templates. Newer ones are those of formatdate("YYYY-MM-DD", timestamp()).`;

export const builderNames = (names: readonly string[]): string =>
  `only and except name builds as they were called in JSON. In HCL2 write: ${names.join(', ')}.`;

export const ANNOTATIONS = {
  file: [
    'Made of a JSON template by hcl2_upgrade. Look it through before you go on with it.',
    'The blocks can stand in several files of one folder; each has a name that ends in .pkr.hcl.',
    '',
    'Texts may hold interpolations of HCL2, such as ${var.region}, and templates that a component fills in itself,',
    'such as {{ .Vars }}. The first are evaluated before the second.',
  ],
  packer: ['Which version and plug-ins the template needs.'],
  variables: [
    'Variables of the template: -var, -var-file and PKR_VAR_name give other values. All were texts in JSON;',
    'here they may have other types, too.',
  ],
  timestamp: ['What {{timestamp}} was.'],
  locals: ['Variables whose defaults are made of other values. They cannot be given from outside.'],
  sources: ['What images are built from, and where. A build names sources.'],
  build: ['Runs the provisioners and post-processors on each of its sources.'],
} as const;
