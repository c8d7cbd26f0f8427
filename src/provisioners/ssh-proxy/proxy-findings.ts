import { pathFindings } from '../local/path-findings.ts';
import { finding } from '../tool-words.ts';
import type { ProxyKeySettings } from './proxy-keys.ts';

export function keyFindings(settings: ProxyKeySettings): readonly string[] {
  return [
    ...pathFindings('ssh_authorized_key_file', settings.ssh_authorized_key_file, 'file'),
    ...pathFindings('ssh_host_key_file', settings.ssh_host_key_file, 'file'),
  ];
}

export function portFindings(port: number): readonly string[] {
  return port > 65_535 || port < 0 ? [finding.localPort(port)] : [];
}
