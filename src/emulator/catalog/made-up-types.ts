import type { InstanceType } from './instance-types.ts';

/** What a type's name says: family, perhaps a size of CPU and memory, and the size. */
const FORM =
  /^ecs\.(e|[a-z]+\d[a-z0-9]*)(?:-(?:lc\d)?([a-z0-9]+))?\.(nano|tiny|small|medium|large|(\d*)xlarge)$/;

/** GiB for each core, by the first letters of a family. */
const MEMORY: readonly (readonly [RegExp, number])[] = [
  [/^(c\d|hfc|sn1|n1|n4|u1|e|s6|t6|t5|ebmc)/, 2],
  [/^(r\d|hfr|se1|re|mn4|e3|e4|ebmr)/, 8],
];
/** Families with processors of ARM: `g6r`, `c8y`, `r8y`. */
const ARM = /^(g|c|r|u)\d+(y|r)/;
/** Families whose data lies on local disks. */
const LOCAL = /^(d|i)\d/;

/** A type that the catalog does not list, made up from its name; undefined: it is no name of a type. */
export function madeUpType(id: string): InstanceType | undefined {
  const [, family = '', detail = '', size = '', times = ''] = FORM.exec(id) ?? [];
  if (family === '') return undefined;
  const cores = coresOf(size, times);
  const [, shareOfCores, shareOfMemory] = /^c(\d+)m(\d+)$/.exec(detail) ?? [];
  const usual = MEMORY.find(([pattern]) => pattern.test(family))?.[1] ?? 4;
  const ratio = shareOfCores === undefined ? usual : Number(shareOfMemory) / Number(shareOfCores);
  const generation = Number(/\d+/.exec(family)?.[0] ?? '5');
  return {
    id,
    family: detail === '' ? `ecs.${family}` : `ecs.${family}-${detail}`,
    cores,
    memory: Math.max(0.5, cores * ratio),
    architecture: ARM.test(family) ? 'ARM' : 'X86',
    generation: generation <= 5 ? 'ecs-3' : 'ecs-5',
    disks: disksOf(generation),
    localDisks: LOCAL.test(family) ? 1 : 0,
  };
}

function coresOf(size: string, times: string): number {
  if (size.endsWith('xlarge')) return 4 * Number(times || '1');
  return size === 'large' || size === 'medium' ? 2 : 1;
}

/** Old generations lack the new disks, the newest lack the old ones. */
function disksOf(generation: number): readonly string[] {
  const recent = ['cloud_essd', 'cloud_auto', 'cloud_essd_entry'];
  const old = ['cloud_efficiency', 'cloud_ssd', 'cloud'];
  if (generation <= 5) return [...old, 'cloud_essd'];
  return generation === 6 ? [...recent, ...old] : recent;
}
