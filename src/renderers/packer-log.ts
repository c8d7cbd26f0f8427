import type { BuildEvent } from '../events/event.ts';

type Level = 'INFO' | 'DEBUG' | 'ERROR';

/** A line of the log that `PACKER_LOG` asks for, in the form of Go's: local time, level, text. */
export function logLine(level: Level, text: string, now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('/');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  return `${date} ${time} [${level}] ${text}\n`;
}

/** What the log says about an event; the lines of the output come as `ui:`, as with Packer. */
export function logEvent(event: BuildEvent, now: Date): string {
  if (event.type === 'note') return logLine('INFO', `ui: ${event.build}: ${event.text}`, now);
  if (event.type === 'output') return logLine('INFO', `ui: ${event.build}: ${event.line}`, now);
  const { type, build, ...facts } = event;
  return logLine(levelOf(event), `${build}: ${type} ${JSON.stringify(facts)}`, now);
}

/** Whether an event is one that everybody sees anyway. */
export function isShown({ type }: BuildEvent): boolean {
  return type === 'note' || type === 'output';
}

function levelOf(event: BuildEvent): Level {
  if (event.type === 'progress' || event.type === 'transfer') return 'DEBUG';
  return 'error' in event && event.error !== undefined ? 'ERROR' : 'INFO';
}
