import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { failure } from '../failure.ts';
import { handshake } from '../handshake.ts';
import { hostName } from '../known-hosts.ts';
import type { AttemptFailure, Login } from '../options.ts';
import type { RouteOptions } from './route.ts';
import { dialTcp } from './tcp.ts';

/** Logs in to the jump host and has it connect to the guest. The jump host's connection ends with what goes through it. */
export async function throughBastion(
  bastion: Login,
  options: RouteOptions,
): Promise<Duplex | AttemptFailure> {
  const { host, port } = bastion;
  const about = (cause: AttemptFailure): AttemptFailure => ({
    reason: cause.reason === 'denied' || cause.reason === 'host-key' ? cause.reason : 'bastion',
    text: `bastion ${host}:${port}: ${cause.text}`,
  });
  const socket = await dialTcp({ ...options, host, port });
  if ('reason' in socket) return about(socket);
  const logged = await handshake(socket, {
    ...shared(options),
    ...bastion,
    hostKeyName: hostName(host, port),
  });
  return logged.client === undefined ? about(logged.failure) : forwarded(logged.client, options);
}

/** What jump host and guest have in common: no way to log in, and no agent for its commands. */
function shared(options: RouteOptions): Omit<RouteOptions, keyof Login> {
  const { password, privateKey, certificate, agent, answer, forwardAgent, ...rest } = options;
  return rest;
}

function forwarded(client: Client, { host, port, signal }: RouteOptions): Promise<Duplex | AttemptFailure> {
  return new Promise((resolve) => {
    const end = (): void => void client.end();
    const abort = (): void => {
      client.destroy();
      resolve(failure('closed', 'cancelled'));
    };
    signal.addEventListener('abort', abort, { once: true });
    client.setNoDelay(true);
    client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
      signal.removeEventListener('abort', abort);
      if (error) {
        end();
        return resolve(failure(refusal(error.message), `behind the bastion: ${error.message}`));
      }
      channel.once('close', end);
      // The bastion going away ends what goes through it; the library tells the channel nothing.
      client.once('close', () => channel.destroy());
      resolve(channel);
    });
  });
}

function refusal(message: string): 'refused' | 'timed-out' | 'unreachable' {
  if (/refused/i.test(message)) return 'refused';
  return /timed? ?out/i.test(message) ? 'timed-out' : 'unreachable';
}
