import type { HandshakeOptions } from '../handshake.ts';
import { unansweredKeepAlives } from '../keep-alive.ts';
import { hostName } from '../known-hosts.ts';
import type { Login } from '../options.ts';
import type { Workspace } from './workspace.ts';

/** What the settings call the two servers. */
export const GUEST = 'guest';
export const BASTION = 'bastion';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where the guest is really dialled: a proxy is a relay of our own on loopback. */
export function sshConfig(options: HandshakeOptions, at: Address, workspace: Workspace): string {
  const { bastion } = options;
  const guest = hostBlock(GUEST, options, {
    options,
    at,
    workspace,
    name: options.hostKeyName ?? hostName(options.host, options.port),
    more: [
      ...(bastion === undefined ? [] : [`ProxyCommand ${jump(bastion, workspace)}`]),
      ...(options.forwardAgent === undefined ? [] : [`ForwardAgent ${quoted(options.forwardAgent)}`]),
      ...tunnels(options),
    ],
  });
  if (bastion === undefined) return guest;
  const name = hostName(bastion.host, bastion.port);
  return guest + hostBlock(BASTION, bastion, { options, at: bastion, workspace, name, more: [] });
}

/** How a key is offered and a password asked for; with neither nor, nobody is asked. */
export function askpassFor(alias: string, login: Login, workspace: Workspace): string | undefined {
  if (login.password === undefined) return undefined;
  const answer = workspace.write(`${alias}.answer`, login.password);
  return workspace.write(`${alias}.ask`, `#!/bin/sh\nexec cat '${answer}'\n`, 0o700);
}

interface Around {
  readonly options: HandshakeOptions;
  readonly at: Address;
  readonly workspace: Workspace;
  readonly name: string;
  readonly more: readonly string[];
}

function hostBlock(alias: string, login: Login, { options, at, workspace, name, more }: Around): string {
  const lines = [
    `HostName ${at.host}`,
    `Port ${at.port}`,
    `User ${quoted(login.username)}`,
    `HostKeyAlias ${quoted(name)}`,
    `UserKnownHostsFile ${quoted(workspace.path('known_hosts'))}`,
    'GlobalKnownHostsFile /dev/null',
    'StrictHostKeyChecking yes',
    'UpdateHostKeys no',
    'CheckHostIP no',
    'LogLevel ERROR',
    'ConnectTimeout 10',
    'NumberOfPasswordPrompts 1',
    `BatchMode ${login.password === undefined && login.answer === undefined ? 'yes' : 'no'}`,
    ...identity(alias, login, workspace),
    ...algorithms(options, name),
    ...keepAlive(options),
    ...more,
  ];
  return `Host ${alias}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function identity(alias: string, login: Login, workspace: Workspace): readonly string[] {
  const { privateKey, certificate, agent } = login;
  const agentLines = [`IdentityAgent ${agent === undefined ? 'none' : quoted(agent)}`];
  const certificateLines =
    certificate === undefined
      ? []
      : [`CertificateFile ${quoted(workspace.write(`${alias}-cert.pub`, certificate))}`];
  if (privateKey === undefined)
    return [...agentLines, ...certificateLines, ...(agent === undefined ? ['PubkeyAuthentication no'] : [])];
  const file = workspace.write(alias, privateKey.endsWith('\n') ? privateKey : `${privateKey}\n`);
  return [
    ...agentLines,
    ...certificateLines,
    `IdentityFile ${quoted(file)}`,
    ...(agent === undefined ? ['IdentitiesOnly yes'] : []),
  ];
}

function algorithms(options: HandshakeOptions, name: string): readonly string[] {
  const { ciphers = [], kex = [], hostKeyAlgorithms = [], hostKeys } = options;
  const types = hostKeyAlgorithms.length > 0 ? hostKeyAlgorithms : (hostKeys.algorithms(name) ?? []);
  return [
    ...(ciphers.length > 0 ? [`Ciphers ${ciphers.join(',')}`] : []),
    ...(kex.length > 0 ? [`KexAlgorithms ${kex.join(',')}`] : []),
    ...(types.length > 0 ? [`HostKeyAlgorithms ${types.join(',')}`] : []),
  ];
}

/** OpenSSH counts in whole seconds. */
function keepAlive(options: HandshakeOptions): readonly string[] {
  if (options.keepAlive <= 0) return ['ServerAliveInterval 0'];
  const seconds = Math.max(1, Math.round(options.keepAlive / 1000));
  const count = unansweredKeepAlives({ ...options, keepAlive: seconds * 1000 });
  return [`ServerAliveInterval ${seconds}`, `ServerAliveCountMax ${count}`];
}

function jump(bastion: Login, workspace: Workspace): string {
  const ask = askpassFor(BASTION, bastion, workspace);
  const env = ask === undefined ? '' : `env SSH_ASKPASS='${ask}' SSH_ASKPASS_REQUIRE=force `;
  return `${env}ssh -F '${workspace.path('config')}' -o ControlPath=none -W '[%h]:%p' ${BASTION}`;
}

function tunnels({ localTunnels = [], remoteTunnels = [] }: HandshakeOptions): readonly string[] {
  const target = ({ host, targetPort }: { host: string; targetPort: number }) =>
    `${host.includes(':') ? `[${host}]` : host}:${targetPort}`;
  const lines = [
    ...localTunnels.map((tunnel) => `LocalForward 127.0.0.1:${tunnel.port} ${target(tunnel)}`),
    ...remoteTunnels.map((tunnel) => `RemoteForward localhost:${tunnel.port} ${target(tunnel)}`),
  ];
  return lines.length === 0 ? [] : [...lines, 'ExitOnForwardFailure yes'];
}

/** One word of a configuration file. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, (special) => `\\${special}`)}"`;
}
