import { type Area, type Case, type Commands, echoing, type Json, NOTHING } from '../case.ts';

const local = (...inline: readonly string[]): Json => ({ type: 'shell-local', inline });
const template = echoing('hello');

const one = (name: string, env: Readonly<Record<string, string>>, more: Partial<Case> = {}): Case => ({
  name,
  template,
  env,
  commands: [['build', '-color=false', 't.json']],
  ...more,
});

const everyCommand: Commands = [
  ['validate', 't.json'],
  ['inspect', 't.json'],
  ['fix', 't.json'],
];

const configs: Readonly<Record<string, string>> = {
  empty: '',
  'an empty object': '{}',
  'no JSON': '{',
  'a list': '[]',
  'checkpoint off': '{"disable_checkpoint": true, "disable_checkpoint_signature": true}',
  'checkpoint of a word': '{"disable_checkpoint": "yes"}',
  'unknown keys': '{"zz": 1, "builders": {}, "provisioners": {}, "post-processors": {}}',
  'builders of a list': '{"builders": []}',
  ports: '{"plugin_min_port": 11000, "plugin_max_port": 12000}',
  'a port of a word': '{"plugin_min_port": "x"}',
};

/** Section 9.11: variables of the environment and the config file. */
export const environmentArea: Area = {
  name: 'environment',
  cases: [
    one('no colour of a word', { PACKER_NO_COLOR: 'x' }),
    one('no colour but empty', { PACKER_NO_COLOR: '' }, { commands: [['build', 't.json']] }),
    one('log off', { PACKER_LOG: '0' }),
    one('log empty', { PACKER_LOG: '' }),
    one('log on', { PACKER_LOG: '1' }),
    one('log on, other commands', { PACKER_LOG: '1' }, { commands: everyCommand }),
    one('a log file without a log', { PACKER_LOG_PATH: 'log.txt' }),
    one('a log file in a missing folder', { PACKER_LOG: '1', PACKER_LOG_PATH: 'no/such/log.txt' }),
    one('a folder for temporary files that is not there', { TMPDIR: '/no/such/folder' }),
    one(
      'a folder for temporary files that is not there, version',
      { TMPDIR: '/no/such/folder' },
      {
        commands: [
          ['validate', 't.json'],
          ['fix', 't.json'],
        ],
      },
    ),
    one('a cache folder', { PACKER_CACHE_DIR: 'deep/er/cache' }, { commands: [['validate', 't.json']] }),
    one('a missing config file', { PACKER_CONFIG: '/no/such/config' }),
    one('a folder for a config file', { PACKER_CONFIG: '/' }),
    one('wrong ports', { PACKER_PLUGIN_MIN_PORT: 'x', PACKER_PLUGIN_MAX_PORT: 'y' }),
    one('one wrong port', { PACKER_PLUGIN_MIN_PORT: '20000', PACKER_PLUGIN_MAX_PORT: '10000' }),
    one('a run id of the caller', { PACKER_RUN_UUID: 'mine' }, { template: echoing('$PACKER_RUN_UUID') }),
    one(
      'names of the caller',
      { PACKER_BUILD_NAME: 'mine', PACKER_BUILDER_TYPE: 'mine' },
      {
        template: echoing('$PACKER_BUILD_NAME $PACKER_BUILDER_TYPE'),
      },
    ),
    one(
      'what scripts are given',
      {},
      {
        template: {
          builders: [NOTHING],
          provisioners: [
            local('env | grep PACKER | grep -v -e UUID -e PLUGIN -e CONFIG -e WRAP -e LOG | sort'),
          ],
        },
      },
    ),
    ...Object.entries(configs).map(([name, text]) =>
      one(
        `config: ${name}`,
        { PACKER_CONFIG: 'packer.config' },
        {
          files: { 'packer.config': text },
          commands: [
            ['validate', 't.json'],
            ['build', '-color=false', 't.json'],
          ],
        },
      ),
    ),
  ],
};
