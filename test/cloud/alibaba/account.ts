import { Keys } from '../../../src/cloud/alibaba/credentials/keys.ts';
import { staticKeys } from '../../../src/cloud/alibaba/credentials/static-keys.ts';
import type { Mark } from '../../../src/engine/mark.ts';
import { openClock } from '../../../src/wire/clock.ts';

/** Keys that open nothing. */
export const credentials = staticKeys(new Keys('LTAItest', 'secret-of-the-test'), 'the test');

export const options = (endpointUrl: string) => ({
  region: 'cn-hangzhou',
  credentials,
  endpointUrl,
  clock: openClock(0.01),
});

export const someMark: Mark = {
  token: 'token-of-run-1',
  tags: { 'ecs-imagebuild:run': 'run-1', 'ecs-imagebuild:step': 'thing' },
};

export const never = new AbortController().signal;
