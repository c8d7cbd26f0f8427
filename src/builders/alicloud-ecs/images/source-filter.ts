import type { Image } from '../../../cloud/port.ts';
import { nearest } from '../../../errors/nearest.ts';
import { compareBytes } from '../../../template/model/go-value.ts';
import type { EcsConfig } from '../config.ts';
import type { EcsScope } from '../environment.ts';
import { ambiguousFilter, noImageMatches } from '../words.ts';

type Filter = EcsConfig['source_image_filter'];
type Criterion = 'name' | 'family' | 'os' | 'architecture' | 'tags';

const CRITERIA: readonly Criterion[] = ['name', 'family', 'os', 'architecture', 'tags'];

/** Whether the template looks for its source image by what it has. */
export function filters({ source_image_filter: filter }: EcsConfig): boolean {
  return filter.owner !== '' || filter.most_recent || CRITERIA.some((each) => asks(filter, each));
}

/** The one image that the filter means; none and several are errors that tell which come near. */
export async function filteredImage({ env, signal }: EcsScope): Promise<Image> {
  const filter = env.config.source_image_filter;
  const { owner, family, architecture, tags } = filter;
  const found = await env.cloud.images.search({ owner, family, architecture, tags }, signal);
  const matching = newestFirst(found.filter((image) => misses(image, filter).length === 0));
  const [first, second] = matching;
  if (first !== undefined && (second === undefined || filter.most_recent)) return first;
  if (first !== undefined) throw ambiguousFilter(matching.map(told));
  const all = await env.cloud.images.search({ owner, family: '', architecture: '', tags: {} }, signal);
  throw noImageMatches(describe(filter), nearestOf(all, filter));
}

function asks(filter: Filter, criterion: Criterion): boolean {
  return criterion === 'tags' ? Object.keys(filter.tags).length > 0 : filter[criterion] !== '';
}

function misses(image: Image, filter: Filter): readonly Criterion[] {
  return CRITERIA.filter((criterion) => asks(filter, criterion) && !meets(image, filter, criterion));
}

function meets(image: Image, filter: Filter, criterion: Criterion): boolean {
  switch (criterion) {
    case 'name':
      return glob(filter.name).test(image.name);
    case 'os':
      return [image.osType, image.platform].some((os) => os.toLowerCase() === filter.os.toLowerCase());
    case 'tags':
      return Object.entries(filter.tags).every(([key, value]) => image.tags[key] === value);
    default:
      return image[criterion] === filter[criterion];
  }
}

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
}

/** Up to three images that miss the fewest criteria, those of the nearest name first. */
function nearestOf(images: readonly Image[], filter: Filter): readonly string[] {
  const near = nearest(
    filter.name.replace(/[*?]/g, ''),
    images.map(({ name }) => name),
  );
  const ranked = newestFirst(images).toSorted(
    (one, other) =>
      misses(one, filter).length - misses(other, filter).length ||
      Number(other.name === near) - Number(one.name === near),
  );
  return ranked.slice(0, 3).map((image) => `${told(image)} but for its ${misses(image, filter).join(', ')}`);
}

function newestFirst(images: readonly Image[]): readonly Image[] {
  return images.toSorted((one, other) => compareBytes(other.createdAt, one.createdAt));
}

function told({ id, name }: Image): string {
  return id === name ? id : `${id} (${name})`;
}

function describe(filter: Filter): string {
  const tags = Object.entries(filter.tags).map(([key, value]) => `tag ${key}=${value}`);
  const plain = (['owner', 'name', 'family', 'os', 'architecture'] as const)
    .filter((field) => filter[field] !== '')
    .map((field) => `${field} ${filter[field]}`);
  return [...plain, ...tags].join(', ');
}
