import { type Area, BUILD, type Case, type Json, NOTHING, provisioned } from '../case.ts';

const local = (more: object = {}): Json => ({ type: 'shell-local', inline: ['echo ran'], ...more });
const two: Json = [
  { ...NOTHING, name: 'a' },
  { ...NOTHING, name: 'b' },
];

const templates: Readonly<Record<string, Json>> = {
  'without type': provisioned({ inline: ['x'] }),
  'without type twice': provisioned({}, local(), {}),
  'empty type': provisioned({ type: '' }),
  'type is a number': provisioned({ type: 5 }),
  'type is a list': provisioned({ type: ['shell'] }),
  'unknown type': provisioned({ type: 'nope' }),
  'type in capitals': provisioned({ Type: 'shell-local', inline: ['x'] }),
  'unknown type that is skipped': { builders: two, provisioners: [{ type: 'nope', only: ['a'] }] },
  'unknown type that is skipped everywhere': {
    builders: [NOTHING],
    provisioners: [{ type: 'nope', except: ['null'] }],
  },
  'a string': provisioned('shell'),
  null: provisioned(null),
  'only of one string': { builders: two, provisioners: [local({ only: 'a' })] },
  'only of a string with a comma': { builders: two, provisioners: [local({ only: 'a,b' })] },
  'only is empty': { builders: two, provisioners: [local({ only: [] })] },
  'only is null': { builders: two, provisioners: [local({ only: null })] },
  'only is a number': { builders: two, provisioners: [local({ only: 1 })] },
  'only is an object': { builders: two, provisioners: [local({ only: { a: 1 } })] },
  'only of a stranger': { builders: two, provisioners: [local({ only: ['nope'] })] },
  'only of two strangers': { builders: two, provisioners: [local({ only: ['nope', 'a', 'neither'] })] },
  'except of a stranger': { builders: two, provisioners: [local({ except: ['nope'] })] },
  'only and except': { builders: two, provisioners: [local({ only: ['a'], except: ['b'] })] },
  'only and except of strangers': { builders: two, provisioners: [local({ only: ['x'], except: ['y'] })] },
  'override of a stranger': { builders: two, provisioners: [local({ override: { nope: {} } })] },
  'override is a string': { builders: two, provisioners: [local({ override: 'x' })] },
  'override is a list': { builders: two, provisioners: [local({ override: [] })] },
  'override of a string': { builders: two, provisioners: [local({ override: { a: 'x' } })] },
  'override with an unknown key': { builders: two, provisioners: [local({ override: { a: { zz: 1 } } })] },
  'override with a wrong type': {
    builders: two,
    provisioners: [local({ override: { a: { valid_exit_codes: ['x'] } } })],
  },
  'override of null': { builders: two, provisioners: [local({ override: { a: null } })] },
  'pause of a time': provisioned(local({ pause_before: '1ms' })),
  'pause of nanoseconds': provisioned(local({ pause_before: 5 })),
  'pause without unit': provisioned(local({ pause_before: '5' })),
  'pause with an unknown unit': provisioned(local({ pause_before: '5 minutes' })),
  'pause of a variable': {
    variables: { p: '5s' },
    ...(provisioned(local({ pause_before: '{{user `p`}}' })) as object),
  },
  'pause is empty': provisioned(local({ pause_before: '' })),
  'pause is a list': provisioned(local({ pause_before: ['5s'] })),
  'pause is true': provisioned(local({ pause_before: true })),
  'pause is null': provisioned(local({ pause_before: null })),
  'pause is a fraction': provisioned(local({ pause_before: 1.5 })),
  'timeout without unit': provisioned(local({ timeout: '5' })),
  'timeout and pause wrong': provisioned(local({ timeout: 'x', pause_before: 'y' })),
  'retries of a word': provisioned(local({ max_retries: 'abc' })),
  'retries as a string': provisioned(local({ max_retries: '2' })),
  'retries of a variable': {
    variables: { r: '2' },
    ...(provisioned(local({ max_retries: '{{user `r`}}' })) as object),
  },
  'retries is a fraction': provisioned(local({ max_retries: 1.5 })),
  'retries is negative': provisioned(local({ max_retries: -1 })),
  'retries is a list': provisioned(local({ max_retries: [1] })),
  'retries is true': provisioned(local({ max_retries: true })),
  'retries is too large': provisioned(local({ max_retries: '99999999999999999999' })),
  'retries is empty': provisioned(local({ max_retries: '' })),
  'name is no key': provisioned(local({ name: 'x' })),
  'comment is no key': provisioned(local({ _comment: 'x' })),
  'unknown keys': provisioned(local({ zz: 1, aa: 1 })),
  'mistakes of two provisioners': provisioned(local({ zz: 1 }), { type: 'shell-local' }),
  'mistakes for two builders': { builders: two, provisioners: [local({ zz: 1 })] },
  'keys in capitals': provisioned({ type: 'shell-local', Inline: ['echo x'], VALID_EXIT_CODES: [0] }),
  'meta keys in capitals': { builders: two, provisioners: [local({ Only: ['a'], Pause_Before: '1ms' })] },
  'several wrong ones': provisioned({}, 'x', local({ only: ['q'] }), { type: 'shell', override: 1 }),
  'a wrong provisioner and a wrong post-processor': {
    ...(provisioned({}) as object),
    'post-processors': [{}],
    builders: [{}],
  },
};

const builds: Readonly<Record<string, Json>> = {
  'in order': provisioned(
    local({ inline: ['echo 1'] }),
    local({ inline: ['echo 2'] }),
    local({ inline: ['echo 3'] }),
  ),
  'only and except': {
    builders: two,
    provisioners: [
      local({ only: ['a'], inline: ['echo only a'] }),
      local({ except: ['a'], inline: ['echo not a'] }),
    ],
  },
  'override replaces scalars': {
    builders: two,
    provisioners: [
      local({
        environment_vars: ['X=1'],
        inline: ['echo $X'],
        override: { b: { environment_vars: ['X=2'] } },
      }),
    ],
  },
  'override keeps the rest of a list': {
    builders: two,
    provisioners: [
      local({ inline: ['echo 1', 'echo 2', 'echo 3'], override: { a: { inline: ['echo x'] } } }),
    ],
  },
  'override with an empty list changes nothing': {
    builders: two,
    provisioners: [
      local({ inline: ['echo 1', 'echo 2'], override: { a: { inline: [] }, b: { inline: null } } }),
    ],
  },
  'override with a longer list': {
    builders: two,
    provisioners: [local({ inline: ['echo 1'], override: { a: { inline: ['echo x', 'echo y'] } } })],
  },
  'override renders by itself': {
    variables: { v: 'deep' },
    builders: two,
    provisioners: [local({ override: { a: { inline: ['echo {{user `v`}} {{build_name}}'] } } })],
  },
  pause: provisioned(local({ pause_before: '20ms' })),
  'timeout that is enough': provisioned(local({ timeout: '30s' })),
  'retries that help': provisioned(
    local({ max_retries: 2, inline: ['test -f seen || { touch seen; exit 3; }; echo good'] }),
  ),
  'retries that do not help': provisioned(local({ max_retries: 2, inline: ['echo try; exit 4'] })),
  'a failure ends it': provisioned(local({ inline: ['exit 5'] }), local({ inline: ['echo never'] })),
  'cleanup after a failure': {
    ...(provisioned(local({ inline: ['exit 5'] })) as object),
    'error-cleanup-provisioner': local({ inline: ['echo cleaning'] }),
  },
  'no cleanup after success': {
    ...(provisioned(local()) as object),
    'error-cleanup-provisioner': local({ inline: ['echo cleaning'] }),
  },
  'a cleanup that fails': {
    ...(provisioned(local({ inline: ['exit 5'] })) as object),
    'error-cleanup-provisioner': local({ inline: ['exit 6'] }),
  },
  'cleanup without regard to only': {
    ...(provisioned(local({ inline: ['exit 5'] })) as object),
    'error-cleanup-provisioner': local({ except: ['null'], inline: ['echo cleaning'] }),
  },
  'one of two fails': {
    builders: two,
    provisioners: [local({ inline: ['echo fine'] }), local({ only: ['b'], inline: ['exit 1'] })],
  },
};

const onError = (mode: string): Case => ({
  name: `on-error=${mode}`,
  template: {
    ...(provisioned(local({ inline: ['echo before'] }), local({ inline: ['exit 5'] })) as object),
    'error-cleanup-provisioner': local({ inline: ['echo cleaning'] }),
  },
  commands: [['build', '-color=false', `-on-error=${mode}`, 't.json']],
});

/** Sections 1.4 and 1.6: what is common to all provisioners. */
export const provisionersArea: Area = {
  name: 'provisioners',
  cases: [
    ...Object.entries(templates).map(([name, template]) => ({ name, template })),
    ...Object.entries(builds).map(([name, template]) => ({
      name: `build: ${name}`,
      template,
      commands: [['build', '-color=false', '-parallel-builds=1', 't.json']],
    })),
    ...['cleanup', 'abort', 'ask', 'run-cleanup-provisioner'].map(onError),
    {
      name: 'cleanup provisioner with mistakes',
      template: {
        ...(provisioned(local()) as object),
        'error-cleanup-provisioner': { type: 'shell-local', zz: 1 },
      },
    },
    {
      name: 'cleanup provisioner of an unknown type',
      template: { ...(provisioned(local()) as object), 'error-cleanup-provisioner': { type: 'nope' } },
    },
    {
      name: 'cleanup provisioner with only',
      template: {
        ...(provisioned(local()) as object),
        'error-cleanup-provisioner': local({ only: ['nope'] }),
      },
    },
    { name: 'build: nothing to do', template: { builders: two }, commands: BUILD, unordered: true },
  ],
};
