import { generateKeyPairSync } from 'node:crypto';
import type { Area, Case, Json } from '../case.ts';

const ssh = { type: 'null', ssh_host: '127.0.0.1', ssh_username: 'u', ssh_password: 'p' };
const winrm = {
  type: 'null',
  communicator: 'winrm',
  winrm_host: '127.0.0.1',
  winrm_username: 'u',
  winrm_password: 'p',
};

const settings: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  nothing: { type: 'null' },
  'ssh as it should be': ssh,
  'ssh without host': { ...ssh, ssh_host: '' },
  'ssh without user': { ...ssh, ssh_username: '' },
  'ssh without password': { ...ssh, ssh_password: '' },
  'ssh with two ways': { ...ssh, ssh_agent_auth: true },
  'ssh with a missing key': { ...ssh, ssh_password: '', ssh_private_key_file: '/nope' },
  'ssh with a key and a password': { ...ssh, ssh_private_key_file: 'key.pem' },
  'ssh with a key that is none': { ...ssh, ssh_password: '', ssh_private_key_file: 'nokey.pem' },
  'ssh with an empty key': { ...ssh, ssh_password: '', ssh_private_key_file: 'empty.pem' },
  'ssh with a folder for a key': { ...ssh, ssh_password: '', ssh_private_key_file: 'folder' },
  'ssh with a key': { ...ssh, ssh_password: '', ssh_private_key_file: 'key.pem' },
  'ssh with a broken key': { ...ssh, ssh_password: '', ssh_private_key_file: 'broken.pem' },
  'ssh with a key with a passphrase': { ...ssh, ssh_password: '', ssh_private_key_file: 'locked.pem' },
  'ssh with a home for a key': { ...ssh, ssh_password: '', ssh_private_key_file: '~/nope.pem' },
  'ssh with the home of somebody': {
    ...ssh,
    ssh_password: '',
    ssh_private_key_file: '~nobody-here/nope.pem',
  },
  'ssh with a certificate alone': { ...ssh, ssh_certificate_file: '/nope' },
  'ssh with a certificate that is none': {
    ...ssh,
    ...{ ssh_password: '', ssh_private_key_file: 'key.pem', ssh_certificate_file: 'nokey.pem' },
  },
  'ssh with an agent': { ...ssh, ssh_password: '', ssh_agent_auth: true },
  'ssh with a key pair of a cloud': { ...ssh, ssh_keypair_name: 'x', temporary_key_pair_name: 'y' },
  'ssh with a type of key': { ...ssh, temporary_key_pair_type: 'dsa' },
  'ssh by an unknown method': { ...ssh, ssh_file_transfer_method: 'ftp' },
  'ssh by sftp': { ...ssh, ssh_file_transfer_method: 'sftp' },
  'ssh by a method in capitals': { ...ssh, ssh_file_transfer_method: 'SCP' },
  'bastion without a way in': { ...ssh, ssh_bastion_host: 'b' },
  'bastion with a password': { ...ssh, ssh_bastion_host: 'b', ssh_bastion_password: 'p' },
  'bastion with an agent': { ...ssh, ssh_bastion_host: 'b', ssh_bastion_agent_auth: true },
  'bastion with a missing key': { ...ssh, ssh_bastion_host: 'b', ssh_bastion_private_key_file: '/nope' },
  'bastion with the key of the target': {
    ...ssh,
    ...{ ssh_password: '', ssh_private_key_file: 'key.pem', ssh_bastion_host: 'b' },
  },
  'bastion and proxy': { ...ssh, ssh_bastion_host: 'b', ssh_bastion_password: 'p', ssh_proxy_host: 'x' },
  'bastion, proxy and nothing else': { ...ssh, ssh_bastion_host: 'b', ssh_proxy_host: 'x' },
  proxy: {
    ...ssh,
    ssh_proxy_host: 'x',
    ssh_proxy_port: 99,
    ssh_proxy_username: 'u',
    ssh_proxy_password: 'p',
  },
  'local tunnels': { ...ssh, ssh_local_tunnels: ['1:h:2', 'foo', 'x:h:2', '1:h', '1:h:x', '1:2:3:4'] },
  'remote tunnels': { ...ssh, ssh_remote_tunnels: ['foo', ''] },
  'tunnels of a string': { ...ssh, ssh_local_tunnels: '1:h:2,3:h:4' },
  'tunnels without bounds': {
    ...ssh,
    ssh_local_tunnels: ['99999:h:99999', '-1:h:-1', '1:[::1]:2', '1:::1:2'],
  },
  'several mistakes': { ...ssh, ssh_username: '', ssh_file_transfer_method: 'x', ssh_local_tunnels: ['x'] },
  'winrm as it should be': winrm,
  'winrm without user': { ...winrm, winrm_username: '' },
  'winrm without host': { ...winrm, winrm_host: '' },
  'winrm without password': { ...winrm, winrm_password: '' },
  'winrm without anything': { type: 'null', communicator: 'winrm' },
  'winrm with an ssh host': { ...winrm, winrm_host: '', ssh_host: 'x' },
  'winrm with all settings': {
    ...winrm,
    ...{
      winrm_port: 1,
      winrm_timeout: '1m',
      winrm_use_ssl: true,
      winrm_insecure: true,
      winrm_use_ntlm: true,
    },
    winrm_no_proxy: true,
  },
  'winrm over TLS by a word': { ...winrm, winrm_use_ssl: 'yes' },
  none: { type: 'null', communicator: 'none' },
  'none in capitals': { type: 'null', communicator: 'None' },
  'an empty one': { ...ssh, communicator: '' },
  'an unknown one': { ...ssh, communicator: 'telnet' },
  'an unknown one and nothing else': { type: 'null', communicator: 'telnet' },
  'a rendered one': { type: 'null', communicator: '{{lower `NONE`}}' },
  docker: { ...ssh, communicator: 'docker' },
  dockerWindowsContainer: { ...ssh, communicator: 'dockerWindowsContainer' },
  'none with wrong ssh settings': {
    type: 'null',
    communicator: 'none',
    ssh_local_tunnels: ['x'],
    ssh_port: 0,
  },
  'every setting': {
    ...ssh,
    ...{
      pause_before_connecting: '1s',
      ssh_port: 2222,
      ssh_ciphers: ['aes128-ctr'],
      ssh_clear_authorized_keys: true,
    },
    ...{
      ssh_key_exchange_algorithms: ['curve25519-sha256'],
      ssh_pty: true,
      ssh_timeout: '1m',
      ssh_wait_timeout: '2m',
    },
    ...{ ssh_handshake_attempts: 3, ssh_disable_agent_forwarding: true, ssh_keep_alive_interval: '-1s' },
    ...{
      ssh_read_write_timeout: '1m',
      ssh_bastion_port: 22,
      ssh_bastion_username: 'u',
      ssh_bastion_interactive: true,
    },
  },
  'settings that only later versions know': { ...ssh, temporary_key_pair_bits: 2048 },
  'keys as bytes': { ...ssh, ssh_public_key: 'x', ssh_private_key: 'y' },
  'other builders’ settings': {
    ...ssh,
    ssh_interface: 'public_ip',
    ssh_ip_version: '4',
    ssh_private_ip: true,
  },
  'a negative port': { ...ssh, ssh_port: -1 },
  'a port beyond': { ...ssh, ssh_port: 70_000 },
};

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const pem = { type: 'sec1', format: 'pem' } as const;

const files: NonNullable<Case['files']> = {
  'key.pem': privateKey.export(pem).toString(),
  'locked.pem': privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
  'nokey.pem': 'no key\n',
  'empty.pem': '',
  'broken.pem': '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n',
  'folder/x': '',
};

/** Section 5: how to reach a guest, as far as that is checked before anything is reached. */
export const communicatorsArea: Area = {
  name: 'communicators',
  cases: Object.entries(settings).map(([name, builder]) => ({
    ...{ name, template: { builders: [builder] }, files, commands: [['validate', 't.json']] },
  })),
};
