import type { Json } from '../model/template.ts';
import { advice } from './advice.ts';
import { type Findings, mistype, unconvertible } from './findings.ts';
import { parseDuration } from './go-duration.ts';

const nanosecondsPerMillisecond = 1e6;

/** Milliseconds. A bare number counts nanoseconds, as Go's durations do: `"ssh_timeout": 300` is 0.0003 ms. */
export function weakDuration(value: Json, path: string, findings: Findings): number | undefined {
  if (typeof value === 'number') return Math.trunc(value) / nanosecondsPerMillisecond;
  if (typeof value === 'boolean') return value ? 1 / nanosecondsPerMillisecond : 0;
  if (typeof value !== 'string') {
    const message = unconvertible(path, 'time.Duration', value, findings.objects);
    mistype(findings, path, { message, advice: advice.duration(value) });
    return undefined;
  }
  const parsed = parseDuration(value);
  if ('value' in parsed) return parsed.value;
  const message = `error decoding '${path}': ${parsed.error}`;
  mistype(findings, path, { message, advice: advice.duration(value) });
  return undefined;
}
