/** Milliseconds as Go prints a duration: `300ms`, `5s`, `1m30s`, `1h0m0s`. */
export function goDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 0) return `-${goDuration(-milliseconds)}`;
  if (milliseconds < 1e-3) return `${Math.round(milliseconds * 1e6)}ns`;
  if (milliseconds < 1) return `${decimal(milliseconds * 1e3, 3)}µs`;
  if (milliseconds < 1000) return `${decimal(milliseconds, 6)}ms`;
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = `${decimal((milliseconds - minutes * 60_000) / 1000, 9)}s`;
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

function decimal(value: number, places: number): string {
  return String(Number(value.toFixed(places)));
}
