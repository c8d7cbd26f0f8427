import { noPaint, type Paint } from './color.ts';
import type { Level, Ui } from './ui.ts';

const MARK: Record<Level, string> = { say: '==>', error: '==>', message: '   ' };

interface BuildUiOptions {
  readonly name: string;
  readonly paint?: Paint;
  /** Gives the text put before each message (`-timestamp-ui`), or an empty one. */
  readonly stamp?: () => string;
}

/** A Ui for one build: the build's name before every line, in the build's colour. */
export function buildUi(ui: Ui, { name, paint = noPaint, stamp = () => '' }: BuildUiOptions): Ui {
  const at = (level: Level) => (text: string) =>
    ui[level](paint(level, stamp() + prefixed(`${MARK[level]} ${name}: `, text)));
  return {
    say: at('say'),
    message: at('message'),
    error: at('error'),
    machine: (_target, category, ...data) => ui.machine(name, category, ...data),
  };
}

function prefixed(prefix: string, text: string): string {
  const lines = text.split('\n').map((line) => prefix + line);
  return lines.join('\n').replace(/[\r\n\t ]+$/, '');
}

/** The local time as RFC 3339 without fractions, such as `2026-11-24T05:31:54+01:00`. */
export function rfc3339(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  if (offset === 0) return `${local}Z`;
  const two = (count: number) => String(Math.floor(Math.abs(count))).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(Math.abs(offset) % 60)}`;
}
