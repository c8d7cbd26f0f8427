import { type Area, type Case, type Json, NOTHING } from '../case.ts';

const local = (inline: readonly string[], more: object = {}): Json => ({
  type: 'shell-local',
  inline,
  ...more,
});
const cleanup = { 'error-cleanup-provisioner': local(['echo cleaning']) };
const file: Json = { type: 'file', target: 'out.txt', content: 'hello' };
const fails = local(['exit 7']);

const templates: Readonly<Record<string, Json>> = {
  'a provisioner': {
    builders: [NOTHING],
    provisioners: [local(['echo before']), fails, local(['echo never'])],
  },
  'a provisioner, with cleanup': { builders: [NOTHING], provisioners: [fails], ...cleanup },
  'a provisioner, with a cleanup that fails': {
    builders: [NOTHING],
    provisioners: [fails],
    'error-cleanup-provisioner': local(['exit 9']),
  },
  'a provisioner of a file': { builders: [file], provisioners: [fails], ...cleanup },
  'a post-processor': { builders: [NOTHING], 'post-processors': [fails], ...cleanup },
  'a second post-processor of a file': {
    builders: [file],
    'post-processors': [[{ type: 'manifest', strip_time: true }, fails]],
  },
  'two post-processors': { builders: [NOTHING], 'post-processors': [fails, local(['echo other']), fails] },
  'a builder of a file': { builders: [{ type: 'file', target: 'out.txt', source: 'nope' }], ...cleanup },
  'retries, pause and timeout': {
    builders: [NOTHING],
    provisioners: [local(['echo try; exit 3'], { max_retries: 1, pause_before: '10ms', timeout: '30s' })],
  },
  'a cleanup with retries': {
    builders: [NOTHING],
    provisioners: [fails],
    'error-cleanup-provisioner': local(['exit 9'], { max_retries: 1 }),
  },
  'a cleanup with a pause': {
    builders: [NOTHING],
    provisioners: [fails],
    'error-cleanup-provisioner': local(['echo c'], { pause_before: '10ms' }),
  },
  'a breakpoint without a terminal': {
    builders: [NOTHING],
    provisioners: [{ type: 'breakpoint', note: 'here' }],
  },
  'a breakpoint that is off': {
    builders: [NOTHING],
    provisioners: [
      { type: 'breakpoint', note: 'here', disable: true },
      { type: 'breakpoint', disable: true },
    ],
  },
  'an upload without a guest': {
    builders: [NOTHING],
    provisioners: [{ type: 'file', source: 't.json', destination: '/x' }],
  },
  'a download without a guest': {
    builders: [NOTHING],
    provisioners: [{ type: 'file', source: '/x', destination: 'y', direction: 'download' }],
  },
  'a script that is not executable': {
    builders: [NOTHING],
    provisioners: [{ type: 'shell-local', script: 't.json' }],
  },
  'exit codes': {
    builders: [NOTHING],
    provisioners: [
      local(['exit 2'], { valid_exit_codes: [0, 2] }),
      local(['exit 0'], { valid_exit_codes: [2] }),
    ],
  },
  sleep: { builders: [NOTHING], provisioners: [{ type: 'sleep', duration: '5ms' }, fails] },
};

const modes = ['cleanup', 'abort', 'ask', 'run-cleanup-provisioner'];

/** Sections 1.6, 9.3 and 9.4: what is said and kept when something fails, by `-on-error`. */
export const failuresArea: Area = {
  name: 'failures',
  cases: Object.entries(templates).map(
    ([name, template]): Case => ({
      name,
      template,
      commands: [
        ...modes.map((mode) => ['build', '-color=false', `-on-error=${mode}`, 't.json']),
        ['build', '-machine-readable', 't.json'],
        ['build', '-debug', '-color=false', 't.json'],
      ],
    }),
  ),
};
