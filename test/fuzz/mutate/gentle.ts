import type { Random } from '../random.ts';
import { copy, type Json, type Place, placesIn, read, remove, type Stock, write } from './structure.ts';

/** Template language that renders nearly everywhere. */
const rendering: readonly string[] = [
  '{{user `access_key`}}',
  '{{user "nope"}}',
  '{{timestamp}}',
  '{{isotime "2006-01-02"}}',
  '{{isotime}}',
  '{{uuid}}',
  '{{build_name}}',
  '{{build_type}}',
  '{{build `ID`}}',
  '{{template_dir}}',
  '{{pwd}}',
  '{{upper `a`}}',
  '{{lower "A" | printf "%s-%d" "x"}}',
  '{{if eq 1 1}}a{{else}}b{{end}}',
  '{{split "a,b" "," 1}}',
  '{{/* c */}}',
  '{{$x := 1}}{{$x}}',
  '{{with `a`}}{{.}}{{end}}',
  '{{replace_all `a` `b` `aa`}}',
  '{{ .ID }}',
  '{{`{{`}}',
  '}}',
  '{{define "t"}}x{{end}}{{template "t"}}',
  '{{len "abc"}}',
  '{{strftime "%Y"}}',
  '{{packer_version}}',
  ' {{- "x" -}} ',
];

/** Changes a place so that it may well still be right: another value of that key, another kind, another text. */
export function mutateGently(root: Json, random: Random, stock: Stock): void {
  const places = placesIn(root);
  if (places.length === 0) return;
  const place = random.pick(places);
  const kind = random.below(10);
  if (kind < 4) write(place, copy(random.pick(stock.values.get(place.key) ?? [read(place)])));
  else if (kind < 6) write(place, recast(read(place), random));
  else if (kind === 6) remove(place);
  else if (kind === 7) write({ ...place, key: random.pick(stock.keys) }, copy(random.pick(stock.subtrees)));
  else render(place, random);
}

/** The same value as JSON of another kind. */
function recast(value: Json, random: Random): Json {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return random.pick([String(value), value ? 1 : 0, value ? 'T' : 'F']);
  if (typeof value === 'string')
    return random.pick([[value], `${value},${value}`, Number(value) || 1, value.toUpperCase()]);
  if (Array.isArray(value))
    return random.pick([value.join(','), [...value, ...(copy(value) as Json[])], value[0] ?? null]);
  return value === null ? '' : [value];
}

function render(place: Place, random: Random): void {
  const value = read(place);
  if (typeof value !== 'string') return;
  const at = random.below(value.length + 1);
  write(place, `${value.slice(0, at)}${random.pick(rendering)}${value.slice(at)}`);
}
