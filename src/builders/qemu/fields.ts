import { bool, duration, type Field, int, string, strings, struct } from '../../template/schema/field.ts';
import { qemuHardwareFields } from './hardware-fields.ts';

/** A list of lists of words: rows of `qemuargs`. */
const rows = (doc: string): Field<readonly unknown[]> => ({
  kind: 'strings',
  default: [],
  doc,
  hcl: 'value',
  schema: { type: 'array', items: { type: 'array', items: { type: ['string', 'number'] } } },
});

/** Settings of Packer's qemu builder that say what to boot, how to reach it, and where the result goes. */
export const qemuFields = {
  ...qemuHardwareFields,
  iso_url: string('Where the installation image is; this or `iso_urls`.'),
  iso_urls: strings('Several places of one image, tried in turn.'),
  iso_checksum: string(
    'Checksum of the image: `none`, `TYPE:HEX`, bare hex, or `file:` with a list of sums.',
    '',
    { required: true },
  ),
  iso_target_path: string('Where to keep the downloaded image.'),
  iso_target_extension: string('Extension of the kept image.', 'iso'),
  iso_skip_cache: bool('Boot from the URL itself.'),
  output_directory: string('Folder of the result; must not exist. Default `output-BUILDNAME`.'),
  vm_name: string('Name of the disk file. Default `packer-BUILDNAME`.'),
  format: string('Format of the disk: `qcow2` or `raw`.', 'qcow2'),
  qemu_binary: string('The program to start.', 'qemu-system-x86_64'),
  qemuargs: rows('Switches that replace those of the builder, one row each.'),
  qemu_img_args: struct(
    {
      convert: strings('For `qemu-img convert`.'),
      create: strings('For create.'),
      resize: strings('For resize.'),
    },
    'More arguments for qemu-img.',
  ),
  qmp_enable: bool('Opens a QMP socket.'),
  qmp_socket_path: string('Path of that socket.'),
  vnc_bind_address: string('Where VNC listens.', '127.0.0.1'),
  vnc_port_min: int('Lowest VNC port.', 5900),
  vnc_port_max: int('Highest VNC port.', 6000),
  vnc_use_password: bool('Gives VNC a random password.'),
  disable_vnc: bool('No VNC; then there can be no boot command.'),
  boot_command: strings('What to type after the start.'),
  boot_wait: duration('How long to wait before that.', 10_000),
  boot_key_interval: duration('Pause between keys.'),
  boot_keygroup_interval: duration('Pause between groups of keys.'),
  floppy_files: strings('Files of a floppy disk.'),
  floppy_dirs: strings('Folders of a floppy disk.'),
  floppy_label: string('Label of the floppy disk.', 'packer'),
  cd_files: strings('Files of a CD.'),
  cd_label: string('Label of the CD.', 'packer'),
  http_directory: string('Folder served to the guest.'),
  http_port_min: int('Lowest port of that server.', 8000),
  http_port_max: int('Highest port of that server.', 9000),
  http_bind_address: string('Where that server listens.', '0.0.0.0'),
  http_interface: string('Network interface of that server.'),
  shutdown_command: string('Command that halts the guest; without one its process is ended.'),
  shutdown_timeout: duration('How long halting may take.', 300_000),
  host_port_min: int('Lowest port forwarded to the guest.', 2222),
  host_port_max: int('Highest port forwarded to the guest.', 4444),
  ssh_host_port_min: int('Older name of `host_port_min`.'),
  ssh_host_port_max: int('Older name of `host_port_max`.'),
  skip_nat_mapping: bool('No forwarded port.'),
  run_once: bool('Without effect.'),
};
