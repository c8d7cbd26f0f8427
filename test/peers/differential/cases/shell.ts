import { type Area, BUILD, type Case, type Json, provisioned } from '../case.ts';

const files = {
  'good.sh': '#!/bin/sh\necho "script $1 $A"\n',
  'plain.sh': 'echo never\n',
  'fails.sh': '#!/bin/sh\necho out\necho err >&2\nexit 9\n',
  'folder/inner.sh': '#!/bin/sh\necho inner\n',
};

const of = (type: string) => (more: object) => provisioned({ type, ...more });
const checked = (type: string, all: Readonly<Record<string, object>>): readonly Case[] =>
  Object.entries(all).map(([name, settings]) => ({
    name: `${type}: ${name}`,
    template: of(type)(settings),
    files,
    commands: [['validate', 't.json']],
  }));

const scripts: Readonly<Record<string, object>> = {
  nothing: {},
  inline: { inline: ['x'] },
  'inline is empty': { inline: [] },
  'inline of nothing': { inline: [''] },
  script: { script: 'good.sh' },
  'script that is missing': { script: 'nope.sh' },
  'scripts that are missing': { scripts: ['nope.sh', 'good.sh', 'folder/nope.sh'] },
  'script that is a folder': { script: 'folder' },
  'script below a file': { script: 'good.sh/x' },
  'script and scripts': { script: 'good.sh', scripts: ['good.sh'] },
  'script and inline': { script: 'good.sh', inline: ['x'] },
  'all three': { script: 'nope.sh', scripts: ['good.sh'], inline: ['x'] },
  'a wrong variable': { inline: ['x'], environment_vars: ['=x', 'A', 'B=', 'C=1'] },
  'a wrong variable and no script': { environment_vars: ['A'] },
  'variables from a string': { inline: ['x'], environment_vars: 'A=1,B' },
  'an unknown key': { inline: ['x'], zz: 1 },
  'a retired key': { inline: ['x'], iso_md5: 'x' },
  'env as a map': { inline: ['x'], env: { A: '1' } },
};

const shell: Readonly<Record<string, object>> = {
  'all settings': {
    inline: ['x'],
    inline_shebang: '/bin/bash',
    env_var_format: '%s',
    use_env_var_file: true,
    binary: true,
    remote_folder: '/x',
    remote_file: 'y',
    remote_path: '/z',
    skip_clean: true,
    expect_disconnect: true,
    valid_exit_codes: [0, 1],
    start_retry_timeout: '1m',
    pause_after: '1s',
    execute_command: '{{.Vars}} {{.Path}} {{.EnvVarFile}}',
  },
  'an execute_command that is wrong': { inline: ['x'], execute_command: '{{.Path' },
  'an execute_command with an unknown function': { inline: ['x'], execute_command: '{{nope}}' },
  'an execute_command of a list': { inline: ['x'], execute_command: ['x'] },
  'inline that is wrong': { inline: ['{{.Path'] },
  'pause after without unit': { inline: ['x'], pause_after: '1' },
};

const local: Readonly<Record<string, object>> = {
  command: { command: 'x' },
  'command and inline': { command: 'x', inline: ['y'] },
  'command and script': { command: 'x', script: 'good.sh' },
  'only_on this one': { inline: ['x'], only_on: ['linux'] },
  'only_on strangers': { inline: ['x'], only_on: ['amiga', 'linux', 'beos'] },
  'only_on is empty': { inline: ['x'], only_on: [] },
  'linux paths with inline': { inline: ['x'], use_linux_pathing: true },
  'linux paths with a script': { script: 'good.sh', use_linux_pathing: true },
  'an extension': { inline: ['x'], tempfile_extension: 'cmd' },
  'execute_command of a string': { inline: ['x'], execute_command: 'a b' },
  'execute_command is empty': { inline: ['x'], execute_command: [] },
  'several mistakes': { environment_vars: ['A'], only_on: ['amiga'] },
};

const powershell: Readonly<Record<string, object>> = {
  'password without user': { inline: ['x'], elevated_password: 'x' },
  'user without password': { inline: ['x'], elevated_user: 'x' },
  'debug_mode 2': { inline: ['x'], debug_mode: 2 },
  'debug_mode 3': { inline: ['x'], debug_mode: 3 },
  'debug_mode -1': { inline: ['x'], debug_mode: -1 },
  'a policy': { inline: ['x'], execution_policy: 'remotesigned' },
  'a policy in capitals': { inline: ['x'], execution_policy: 'RemoteSigned' },
  'a policy by number': { inline: ['x'], execution_policy: 5 },
  'a policy beyond': { inline: ['x'], execution_policy: 99 },
  'an unknown policy': { inline: ['x'], execution_policy: 'zz' },
  'an empty policy': { inline: ['x'], execution_policy: '' },
  'a policy that is a list': { inline: ['x'], execution_policy: ['none'] },
  'all settings': {
    inline: ['x'],
    binary: true,
    remote_path: 'c:/x',
    remote_env_var_path: 'c:/y',
    skip_clean: true,
    execute_command: '{{.Vars}}',
    elevated_execute_command: '{{.Path}}',
    env_var_format: '%s',
    debug_mode: 1,
    elevated_env_var_format: '%s',
    elevated_user: 'u',
    elevated_password: 'p',
    valid_exit_codes: [1],
    start_retry_timeout: '1m',
  },
  'an execute_command that is wrong': { inline: ['x'], execute_command: '{{.Vars' },
  'settings of later versions': { inline: ['x'], use_pwsh: true },
};

const windowsShell: Readonly<Record<string, object>> = {
  'all settings': {
    inline: ['x'],
    binary: true,
    remote_path: 'c:/x',
    execute_command: '{{.Vars}}',
    env_var_format: '%s',
    valid_exit_codes: [1],
    start_retry_timeout: '1m',
  },
  'settings of shell': { inline: ['x'], skip_clean: true, use_env_var_file: true },
};

const restart: Readonly<Record<string, object>> = {
  nothing: {},
  'all settings': {
    restart_command: 'x',
    restart_check_command: 'y',
    restart_timeout: '1m',
    check_registry: true,
    registry_keys: ['x'],
  },
  'a timeout without unit': { restart_timeout: '5' },
  'an unknown key': { zz: 1 },
  'keys from a string': { registry_keys: 'a,b' },
};

const file: Readonly<Record<string, object>> = {
  nothing: {},
  'source only': { source: 'good.sh' },
  'destination only': { destination: '/x' },
  both: { source: 'good.sh', destination: '/x' },
  'a missing source': { source: 'nope', destination: '/x' },
  'a missing source that is generated': { source: 'nope', destination: '/x', generated: true },
  sources: { sources: ['good.sh', 'nope', 'folder'], destination: '/x' },
  'source and sources': { source: 'nope', sources: ['neither'], destination: '/x' },
  'a wrong direction': { source: 'good.sh', destination: '/x', direction: 'sideways' },
  'a direction in capitals': { source: 'good.sh', destination: '/x', direction: 'Upload' },
  download: { source: '/nope', destination: 'x', direction: 'download' },
  'an empty direction': { source: 'good.sh', destination: '/x', direction: '' },
  'everything wrong': { source: '', destination: '', direction: 'x' },
  'an unknown key': { source: 'good.sh', destination: '/x', zz: 1 },
  'an unknown field': { source: '{{.Nope}}', destination: '/x' },
  'a source of the build': { source: '{{build `ID`}}', destination: '/x' },
  'a home': { source: '~/nope', destination: '/x' },
};

const others: Readonly<Record<string, Json>> = {
  'sleep: nothing': { type: 'sleep' },
  'sleep: a time': { type: 'sleep', duration: '1ms' },
  'sleep: without unit': { type: 'sleep', duration: '1' },
  'sleep: a number': { type: 'sleep', duration: 5 },
  'sleep: an unknown key': { type: 'sleep', zz: 1 },
  'breakpoint: nothing': { type: 'breakpoint' },
  'breakpoint: all settings': { type: 'breakpoint', note: 'x', disable: true },
  'breakpoint: an unknown key': { type: 'breakpoint', zz: 1 },
  'breakpoint: disabled by a word': { type: 'breakpoint', disable: 'yes' },
};

/** These print on both streams. */
const twoStreams = ['inline', 'script that fails'];

/** What shell-local does, line by line. */
const builds: Readonly<Record<string, Json>> = {
  inline: { inline: ['echo one', 'echo two >&2', 'echo three'] },
  'inline that fails': { inline: ['echo before', 'false', 'echo after'] },
  'another shebang': { inline: ['echo before', 'false', 'echo after'], inline_shebang: '/bin/sh' },
  command: { command: 'echo command' },
  script: { script: 'good.sh' },
  'script with variables': { script: 'good.sh', environment_vars: ['A=x y'] },
  scripts: { scripts: ['good.sh', 'folder/inner.sh'] },
  'script that fails': { script: 'fails.sh' },
  'script that may not be run': { script: 'plain.sh' },
  'exit codes': { inline: ['exit 3'], valid_exit_codes: [0, 3] },
  'exit codes without zero': { inline: ['exit 0'], valid_exit_codes: [3] },
  'variables with quotes': {
    environment_vars: [`A=it's "quoted"`, 'B=$HOME', 'C=', 'D=a=b'],
    inline: ['printf "%s\\n" "$A" "$B" "$C" "$D"'],
  },
  'variables twice': { environment_vars: ['A=1', 'A=2'], inline: ['echo $A'] },
  'a format of variables': {
    environment_vars: ['A=1'],
    env_var_format: 'X_%s=%s ',
    inline: ['echo "[$X_A][$A]"'],
  },
  'the variables of a build': {
    inline: ['echo $PACKER_BUILD_NAME $PACKER_BUILDER_TYPE [$PACKER_HTTP_ADDR]'],
  },
  execute_command: {
    execute_command: ['/bin/sh', '-c', 'echo around; {{.Vars}} {{.Script}}; echo behind'],
    inline: ['echo inside'],
  },
  'execute_command with one item': { execute_command: ['true'], inline: ['echo never'] },
  'execute_command that is not there': { execute_command: ['/nope/nope'], inline: ['echo never'] },
  'only_on another': { inline: ['echo never'], only_on: ['windows', 'darwin'] },
  'an extension': { inline: ['basename "$0" | sed "s/.*\\././"'], tempfile_extension: 'cmd' },
  'an extension with a dot': { inline: ['basename "$0" | sed "s/.*\\././"'], tempfile_extension: '.x' },
  'no line feed at the end': { inline: ['printf end'] },
  'carriage returns': { inline: ["printf '10%%\\r50%%\\r100%%\\n'"] },
  'blanks at the end': { inline: ["printf 'a  \\t\\n  b\\n\\n\\nc\\n'"] },
  'letters beyond ASCII': { inline: ['echo äöü 你好'] },
  'many lines': { inline: ['for i in 1 2 3 4 5 6 7 8 9 10; do echo "line $i"; done'] },
  'colours of the script': { inline: ["printf '\\033[31mred\\033[0m\\n'"] },
  'nothing on standard input': { inline: ['wc -c'] },
  'a file that is made': { inline: ['echo made > made.txt', 'mkdir d', 'echo deep > d/x'] },
  'the folder it runs in': { inline: ['basename "$PWD" | wc -l'] },
  'a percent sign': { inline: ['echo 100% %s %d'] },
  'a line that is empty': { inline: ['echo a', '', 'echo b'] },
  'killed by a signal': { inline: ['kill -9 $$'] },
};

/** Sections 6.1 to 6.7. */
export const shellArea: Area = {
  name: 'shell',
  cases: [
    ...['shell', 'shell-local', 'powershell', 'windows-shell'].flatMap((type) => checked(type, scripts)),
    ...checked('shell', shell),
    ...checked('shell-local', local),
    ...checked('powershell', powershell),
    ...checked('windows-shell', windowsShell),
    ...checked('windows-restart', restart),
    ...checked('file', file),
    ...Object.entries(others).map(([name, one]) => ({
      name,
      template: provisioned(one),
      commands: [['validate', 't.json']],
    })),
    ...Object.entries(builds).map(([name, settings]) => ({
      name: `build: ${name}`,
      files,
      commands: [['build', '-color=false', 't.json']],
      template: provisioned({ type: 'shell-local', ...(settings as object) }),
      unordered: twoStreams.includes(name),
    })),
    { name: 'build: sleep', template: provisioned({ type: 'sleep', duration: '1ms' }), commands: BUILD },
    {
      name: 'build: a breakpoint that is disabled',
      template: provisioned(
        { type: 'breakpoint', disable: true },
        { type: 'breakpoint', note: 'x y', disable: true },
      ),
      commands: BUILD,
    },
    {
      name: 'build: a breakpoint',
      template: provisioned({ type: 'breakpoint', note: 'x' }),
      commands: BUILD,
    },
    {
      name: 'build: file without a guest',
      template: provisioned({ type: 'file', source: 'good.sh', destination: '/x' }),
      files,
      commands: BUILD,
    },
  ],
};
