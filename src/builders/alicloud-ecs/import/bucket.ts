import { bucketElsewhere } from '../../../cloud/words.ts';
import { message, say } from '../environment.ts';
import { importStep } from './import-environment.ts';

/** The bucket that the disk goes to. One that was made stays when the import succeeds, as in Packer; it costs nothing. */
export const bucket = importStep({
  name: 'bucket',
  needs: ['preflight'],
  plan: ({ bucket }) => `find or make the bucket ${bucket}`,
  keep: true,
  async run(scope) {
    const { cloud, bucket: name } = scope.env;
    const { storage, region } = cloud;
    const noted = scope.handle() !== undefined;
    const there = await storage.bucketRegion(name, scope.signal);
    if (there !== undefined && there !== '' && there !== region) throw bucketElsewhere(name, there);
    if (there !== undefined) return { name, made: noted };
    say(scope, `Creating bucket ${name} in ${region}...`);
    scope.asking();
    await storage.createBucket(name, scope.signal);
    scope.made(name, '', { noun: 'bucket', region });
    message(scope, `Bucket ${name} created`);
    return { name, made: true };
  },
  async undo(scope) {
    const name = scope.handle();
    if (name !== undefined) await scope.env.cloud.storage.removeBucket(name, scope.signal);
  },
});
