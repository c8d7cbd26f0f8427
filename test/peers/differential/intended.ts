/** What the tools differ in on purpose. One that no longer occurs fails the suite. */
export interface Intended {
  /** First cell of the row of docs/differences.md that tells users, with the reason. */
  readonly row: string;
  /** Text that only one of the tools prints; it is left out before outputs are compared. */
  readonly only?: 'packer' | 'ours';
  readonly text?: RegExp;
  /** Packer panicked: nothing is compared but that this tool did not. */
  readonly crash?: true;
  /** Whole calls that end otherwise, as `AREA/CASE: CALL`, and what this tool then says. */
  readonly call?: RegExp;
  readonly says?: RegExp;
}

/** A hint: our way out, on lines of its own behind Packer's text. `{}` stands for what differs. */
function hint(words: string): Intended {
  const pattern = words
    .split('{}')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(' ', '\\s+'))
    .join('[^]*?');
  return { row: 'hints', only: 'ours', text: new RegExp(`^(?: {4}${pattern}\\n|${pattern}\\n{1,2})`, 'gm') };
}

const hints: readonly Intended[] = [
  { row: 'hints', only: 'ours', text: /^Did you mean [^\n]*\?\n{1,2}/gm },
  hint('Give a value with {} or in a -var-file.'),
  hint('A variables file is one JSON object whose values are all strings.'),
  hint('Write the number as a string, in quotes.'),
  hint('Lower min_packer_version if the template uses nothing newer.'),
  hint('Name the files that make up the artifact: "files": ["out/*.img"].'),
  hint('Remove the file, or name another one with "output".'),
  hint('use_linux_pathing is for Windows; leave it out here.'),
  hint('Check CONSUL_HTTP_ADDR (default: 127.0.0.1:8500) and CONSUL_HTTP_TOKEN.'),
  hint('Put it right with: ecs-imagebuild fix TEMPLATE'),
  hint(
    'Install Ansible on this machine, or set "skip_version_check": true if it comes to be during the build.',
  ),
  hint('Write "unix" or "windows", or leave it out for Unix.'),
  hint('Set "disable": true on the breakpoint, or take it out of the template.'),
];

/** Where Packer 1.16 says it otherwise than 1.6.6, ours says what 1.16 says. */
const of116: readonly Intended[] = [
  { row: 'a template that cannot be parsed', only: 'packer', text: /Failed to parse template: /g },
  {
    row: 'a template that cannot be parsed',
    only: 'ours',
    text: /Failed to parse file as legacy JSON template: .*?\n?(?:\\n)?Original error: /gs,
  },
];

export const intended: readonly Intended[] = [
  ...hints,
  ...of116,
  { row: 'templates that crash Packer', crash: true },
  {
    row: 'short secrets',
    call: /^(variables\/secrets: hide what contains them: (build|inspect)|fixtures\/console -var needed=5 t\.json: )/,
  },
  {
    row: '`-only` or `-except` that leaves no build',
    call: /^selection\/(-only=(,|nope|\*|a\*|null\.a|null|A|\{\{.*|a -except=a)?|-var n=a -only=c): (build|validate) /,
    says: /^Error: No builds to run\n[\s\S]*\nThe builds are: /,
  },
  {
    row: '`-only` or `-except` that leaves no build',
    call: /^builders\/selection: (only (nothing that is there|with a glob|in capitals|empty)|two dashes): (build|validate) /,
    says: /^Error: No builds to run\n[\s\S]*\nThe builds are: /,
  },
  {
    row: '`-only` or `-except` that leaves no build',
    call: /^builders\/selection: by the rendered name: validate -only=x-\{\{/,
    says: /^Error: No builds to run\n[\s\S]*\nThe builds are: /,
  },
  {
    row: '`-only` or `-except` that leaves no build',
    call: /^(selection\/-except=a,a\.b,c|builders\/selection: except all): build /,
    says: /^Error: No builds to run\n[\s\S]*\nThe builds are: /,
  },
  { row: '`variables` in the console', call: /^console\/"variables": console/ },
  {
    row: '`alicloud-import` without credentials',
    call: /^post-processors\/settings: alicloud-import without anything:/,
    says: /oss_bucket_name must be set/,
  },
  { row: '`inspect` with two templates', call: /^command-line\/usage: inspect a b/ },
  { row: 'the id of the run', only: 'ours', text: /^[^\n]*Run \d{8}-\d{6}-[0-9a-f]{6}\n/gm },
  {
    row: 'the version',
    call: /^command-line\/(usage: (-v|-version|--version|version x)|machine readable version):/,
  },
  { row: '`rawcontents`', call: /^root\/rawcontents: validate/, says: /^$/ },
  {
    row: 'settings of later versions of provisioners: `env`, `use_pwsh`, `pause_after`',
    call: /^shell\/(shell|powershell|windows-shell|shell-local): (env as a map|settings of later versions):/,
    says: /^$/,
  },
  {
    row: '`execution_policy` and `debug_mode` of `powershell`',
    call: /^(coercion\/(int debug_mode|policy) of powershell|shell\/powershell: a policy that is a list): validate/,
    says: /Failed to prepare build/,
  },
  {
    row: '`execution_policy` and `debug_mode` of `powershell`',
    call: /^shell\/powershell: an empty policy: validate/,
    says: /^$/,
  },
  { row: '`help` without a command', call: /^command-line\/usage: help: help$/ },
  {
    row: 'credentials that are missing',
    call: /^alicloud-ecs\/(without keys|without one key|everything wrong|nothing at all): validate/,
    says: /ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY/,
  },
  {
    row: 'values that the service would refuse (sizes, names, categories, tags)',
    call: /^alicloud-ecs\/copies and shares: validate/,
    says: /image_copy_names\[0\] is 'x'/,
  },
  {
    row: 'values that the service would refuse (sizes, names, categories, tags)',
    call: /^alicloud-ecs\/disks: validate/,
    says: /image_disk_mappings\[0\]\.disk_name is 'd'/,
  },
  {
    row: 'values that the service would refuse (sizes, names, categories, tags)',
    only: 'ours',
    text: /^Error: Failed to prepare build: "value-\d\d"\n\n1 error\(s\) occurred:\n\n\* image_disk_mappings\[0\] needs disk_size or disk_snapshot_id\n\n\n?/gm,
  },
  {
    row: 'keys as text: `ssh_private_key`, `ssh_public_key`',
    call: /^communicators\/keys as bytes:/,
    says: /^$/,
  },
  {
    row: '`compress` that fails',
    call: /^post-processors\/build: compress of nothing:/,
    says: /Can only have 1 input file/,
  },
  {
    row: 'a folder as source of the builder `file`',
    call: /^file-builder\/source that is a folder: build/,
    says: /is a directory/,
  },
  {
    row: 'keys and certificates that cannot be read',
    call: /^communicators\/ssh with (a folder for a key|a broken key|a key with a passphrase|the home of somebody|a certificate (alone|that is none)):/,
    says: /ssh_private_key_file is invalid: /,
  },
  {
    row: 'flags after the template',
    call: /^command-line\/flags given twice: validate - -syntax-only/,
    says: /unexpected end of JSON input/,
  },
  { row: '`console` with two templates', call: /^command-line\/flags given twice: console a b/ },
  {
    row: 'an empty text for a template, `validate ""`',
    call: /^command-line\/a path in other ways: validate $/,
    says: /Could not find any config file in/,
  },
  {
    row: 'an archive, a sum file or a download that failed half way',
    call: /^failures\/a download without a guest:/,
    says: /Download is not implemented/,
  },
  {
    row: '`PACKER_CONFIG` that names no right file',
    call: /^environment\/(a folder for a config file|config: (empty|no JSON|a list|checkpoint of a word|builders of a list)):/,
    says: /^$|hello/,
  },
  {
    row: '`TMPDIR` that names no folder',
    call: /^environment\/a folder for temporary files that is not there/,
    says: /^(?!.*Couldn't)/,
  },
  { row: 'several mistakes', only: 'ours', text: /^[^\n]*,,mistake,[^\n]*\n/gm },
  { row: '`PACKER_CACHE_DIR`', call: /^environment\/a cache folder: validate/, says: /^$/ },
  {
    row: 'hints',
    call: /^selection\/a variable that is missing: validate -machine-readable/,
    says: /Give a value with -var/,
  },
  {
    row: 'hints',
    call: /^selection\/a variable that is missing: build .*-machine-readable/,
    says: /Give a value with -var/,
  },
  {
    row: 'hints',
    only: 'ours',
    text: /^[^\n]*,,ui,error, {4}Leave -machine-readable out[^\n]*\n/gm,
  },
  {
    row: 'keys of maps in errors',
    call: /^coercion\/a list in a map:/,
    says: /'tags\[c\]' expected type 'string'/,
  },
];
