import { ecsStep, say } from '../environment.ts';

/** The template's tags on the snapshots of every image; the images have got theirs when they were made. */
export const tagged = ecsStep({
  name: 'tagged',
  needs: ['image', 'copies'],
  plan: ({ config }) =>
    Object.keys(config.tags).length === 0 ? 'no tags are asked for' : 'tag the snapshots of the images',
  async run(scope, { image, copies }) {
    const { config, cloud } = scope.env;
    if (Object.keys(config.tags).length === 0) return { snapshots: 0 };
    const owners = [image, ...copies.images].filter(({ snapshots }) => snapshots.length > 0);
    await Promise.all(
      owners.map(({ region, snapshots }) => {
        for (const id of snapshots) say(scope, `Adding tags(${printed(config.tags)}) to snapshot: ${id}`);
        return cloud.in(region).tag('snapshot', snapshots, config.tags, scope.signal);
      }),
    );
    return { snapshots: owners.flatMap(({ snapshots }) => snapshots).length };
  },
});

/** Packer prints tags as Go prints a map. */
function printed(tags: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(tags)
    .sort()
    .map((key) => `${key}:${tags[key]}`);
  return `map[${pairs.join(' ')}]`;
}
