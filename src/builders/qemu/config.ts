import { communicatorFields } from '../../communicators/config.ts';
import type { RenderContext } from '../../template/go/context.ts';
import type { JsonObject } from '../../template/model/template.ts';
import { decode } from '../../template/schema/decode.ts';
import type { Decoded } from '../../template/schema/field.ts';
import { qemuFields } from './fields.ts';
import { checksumFinding } from './iso-checksum.ts';

export const qemuConfigFields = { ...qemuFields, ...communicatorFields };

type QemuConfig = Decoded<typeof qemuConfigFields>;

/** Strings that Packer renders only while it runs. */
const LATE = ['boot_command'];

/** Decodes the settings. `qemuargs` holds rows of words, which no field kind does: its rows are checked apart. */
export function decodeQemu(raw: JsonObject, context: RenderContext): QemuConfig {
  const { qemuargs: _rows, ...rest } = raw;
  return decode(qemuConfigFields, [rest], { context, exclude: LATE });
}

const ACCELERATORS = ['kvm', 'tcg', 'xen', 'hax', 'hvf', 'whpx', 'none'];
const DISK_INTERFACES = ['ide', 'scsi', 'virtio', 'virtio-scsi', 'sd'];

/** What is wrong with decoded settings, in Packer's words and order. */
export function qemuFindings(config: QemuConfig): readonly string[] {
  const checksum = config.iso_checksum === '' ? undefined : checksumFinding(config.iso_checksum);
  const rules: readonly (readonly [wrong: boolean, text: string])[] = [
    [config.iso_checksum === '', 'A checksum must be specified'],
    [checksum !== undefined, checksum ?? ''],
    [config.iso_url === '' && config.iso_urls.length === 0, 'One of iso_url or iso_urls must be specified'],
    [
      config.iso_url !== '' && config.iso_urls.length > 0,
      'Only one of iso_url or iso_urls must be specified',
    ],
    [config.http_port_min > config.http_port_max, 'http_port_min must be less than http_port_max'],
    [
      config.disable_vnc && config.boot_command.length > 0,
      'A boot command cannot be used when vnc is disabled.',
    ],
    [!['qcow2', 'raw'].includes(config.format), "invalid format, only 'qcow2' or 'raw' are allowed"],
    [
      config.accelerator !== '' && !ACCELERATORS.includes(config.accelerator),
      "invalid accelerator, only 'kvm', 'tcg', 'xen', 'hax', 'hvf', 'whpx', or 'none' are allowed",
    ],
    [!/^\d+[bkmgt]?$/i.test(config.disk_size), 'Invalid disk size.'],
    [!DISK_INTERFACES.includes(config.disk_interface), 'unrecognized disk interface type'],
    [config.vnc_port_min > config.vnc_port_max, 'vnc_port_min must be less than vnc_port_max'],
  ];
  return rules.filter(([wrong]) => wrong).map(([, text]) => text);
}
