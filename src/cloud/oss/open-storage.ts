import { faultPoint } from '../../engine/fault-point.ts';
import { spending } from '../../engine/spent.ts';
import type { Dispatchers } from '../../http/dispatchers.ts';
import type { Clock } from '../../wire/clock.ts';
import type { ClientOptions } from '../alibaba/client.ts';
import { retrying } from '../alibaba/retry.ts';
import type { ServiceClock } from '../alibaba/service-clock.ts';
import type { Storage } from '../storage.ts';
import { storeAddress } from './address.ts';
import { exchange, type StoreRequest } from './exchange.ts';
import { storage } from './storage.ts';

interface Shared {
  readonly dispatchers: Dispatchers;
  readonly clock: Clock;
  readonly service: ServiceClock;
}

/** The last try gets this much even when less is left, in milliseconds. */
const LEAST_TIME = 10_000;
/** A part of 16 MiB may take minutes on a slow line. */
const PART_TIME = 600_000;

/** OSS with the keys, connections, clock and patience of a client of the other services. */
export function openStorage(options: ClientOptions, { dispatchers, clock, service }: Shared): Storage {
  const { region, credentials, timeout = 60_000, patience = 180_000, endpointUrl } = options;
  const address = storeAddress(region, endpointUrl);
  const send = (request: StoreRequest) => {
    const attempt = async (left: number) => {
      faultPoint(`before Oss.${request.action}`);
      const keys = await credentials.get(request.signal);
      const usual = Math.min(timeout, Math.max(left, LEAST_TIME));
      const within = request.body === undefined ? usual : Math.max(usual, PART_TIME);
      const answer = await exchange(request, {
        address,
        region,
        keys,
        dispatcher: dispatchers.for,
        timeout: within,
        clock,
        service,
      });
      faultPoint(`after Oss.${request.action}`);
      return answer;
    };
    const { signal } = request;
    return spending('calls', () => retrying(attempt, { repeatable: true, clock, patience, signal }));
  };
  return storage(send, { address, region });
}
