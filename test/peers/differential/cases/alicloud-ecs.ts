import type { Area, Json } from '../case.ts';

const right = {
  type: 'alicloud-ecs',
  access_key: 'LTAI-1',
  secret_key: 'secret-1',
  region: 'cn-hangzhou',
  ssh_username: 'root',
  source_image: 'x.vhd',
  instance_type: 'ecs.g6.large',
  internet_max_bandwidth_out: 5,
  image_name: 'web',
};
const without = (...keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(right).filter(([key]) => !keys.includes(key)));

const builders: Readonly<Record<string, Json>> = {
  'as it should be': right,
  'nothing at all': { type: 'alicloud-ecs' },
  'without keys': without('access_key', 'secret_key'),
  'without one key': without('secret_key'),
  'without region': without('region'),
  'without image name': without('image_name'),
  'without source image': without('source_image'),
  'without instance type': without('instance_type'),
  'an image name of one letter': { ...right, image_name: 'x' },
  'an image name of 128 letters': { ...right, image_name: 'x'.repeat(128) },
  'an image name of 129 letters': { ...right, image_name: 'x'.repeat(129) },
  'an image name with blanks': { ...right, image_name: 'a b' },
  'an image name of the web': { ...right, image_name: 'http://x' },
  'an image name of the web with blanks': { ...right, image_name: 'https://x y' },
  'a source image with blanks': { ...right, source_image: ' x.vhd' },
  'user data twice': { ...right, user_data: 'x', user_data_file: 'nope' },
  'user data that is missing': { ...right, user_data_file: 'nope' },
  'an unknown key': { ...right, zz: 1 },
  'an unknown key deep down': { ...right, image_disk_mappings: [{ disk_size: 20, zz: 1 }] },
  'wrong types': { ...right, image_share_account: { a: 1 }, tags: 'x', associate_public_ip_address: 'maybe' },
  'a rendered image name': { ...right, image_name: 'web-{{timestamp}}' },
  'an image name of a variable that is not set': { ...right, image_name: '{{user `nope`}}' },
  clean_resource_name: { ...right, image_name: '{{clean_resource_name `x`}}' },
  'a communicator that is wrong': { ...right, communicator: 'telnet' },
  'winrm without user': { ...right, communicator: 'winrm' },
  'winrm with user': { ...right, communicator: 'winrm', winrm_username: 'Administrator' },
  'a profile': { ...(without('access_key', 'secret_key') as object), profile: 'x' },
  'everything wrong': {
    type: 'alicloud-ecs',
    image_name: ' ',
    communicator: 'x',
    user_data: 'x',
    user_data_file: 'y',
  },
  'retired keys': { ...right, ssh_key_path: 'x' },
  disks: {
    ...right,
    system_disk_mapping: { disk_category: 'cloud_ssd', disk_size: 50 },
    image_disk_mappings: [
      { disk_name: 'd', disk_size: '40', disk_category: 'cloud_ssd', disk_encrypted: true },
    ],
  },
  'copies and shares': {
    ...right,
    image_copy_regions: ['cn-beijing'],
    image_copy_names: ['x'],
    image_share_account: ['1'],
  },
};

/** The builder of this tool's main job: what is wrong with its settings. */
export const alicloudEcsArea: Area = {
  name: 'alicloud-ecs',
  cases: [
    ...Object.entries(builders).map(([name, builder]) => ({
      name,
      template: { builders: [builder] },
      commands: [['validate', 't.json']],
    })),
    {
      name: 'keys and region from the environment',
      template: { builders: [without('access_key', 'secret_key', 'region')] },
      env: { ALICLOUD_ACCESS_KEY: 'LTAI-1', ALICLOUD_SECRET_KEY: 'secret-1', ALICLOUD_REGION: 'cn-beijing' },
      commands: [['validate', 't.json']],
    },
  ],
};
