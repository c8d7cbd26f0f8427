import type { Scope } from '../../../engine/step.ts';
import { isBuildError } from '../../../errors/build-error.ts';
import { say } from '../environment.ts';
import { type ImportEnvironment, importStep } from './import-environment.ts';

/** Keys under which the parts and the whole are noted. */
const UPLOAD = 'upload';
const OBJECT = 'object';

/** The disk in the bucket. Parts that have arrived are not sent again when the run is taken up. */
export const object = importStep({
  name: 'object',
  needs: ['bucket'],
  plan: ({ source, bucket, key }) => `upload ${source.path} to ${bucket}/${key}`,
  async run(scope) {
    const { source, cloud, bucket, key } = scope.env;
    say(scope, `Waiting for uploading file ${source.path} to ${cloud.storage.address(bucket)}/${key}...`);
    try {
      await send(scope, await uploadId(scope));
    } catch (error) {
      if (!isBuildError(error) || error.data['api'] !== 'NoSuchUpload') throw error;
      // What an earlier process has begun was removed meanwhile, by a rule of the bucket say.
      scope.gone(UPLOAD);
      await send(scope, await uploadId(scope));
    }
    say(scope, `Image file ${source.path} has been uploaded to OSS`);
    return { bucket, key };
  },
  async check(scope, fact) {
    return (await scope.env.cloud.storage.stat(fact, scope.signal)) !== undefined;
  },
  async undo(scope) {
    const { cloud, skipClean } = scope.env;
    const upload = scope.handle(UPLOAD);
    const whole = scope.handle(OBJECT);
    if (scope.because === 'finished' && skipClean) return;
    const { bucket, key } = placeOf(whole) ?? scope.env;
    if (upload !== undefined) await cloud.storage.abortUpload({ bucket, key }, upload, scope.signal);
    if (whole === undefined) return;
    say(scope, `Deleting import source ${cloud.storage.address(bucket)}/${key}`);
    await cloud.storage.remove({ bucket, key }, scope.signal);
  },
});

async function uploadId(scope: Scope<ImportEnvironment>): Promise<string> {
  const { cloud, bucket, key } = scope.env;
  const noted = scope.handle(UPLOAD);
  if (noted !== undefined) return noted;
  scope.asking(UPLOAD);
  const id = await cloud.storage.beginUpload({ bucket, key }, scope.signal);
  scope.made(id, UPLOAD, { noun: 'upload', region: cloud.region });
  return id;
}

async function send(scope: Scope<ImportEnvironment>, id: string): Promise<void> {
  const { cloud, bucket, key, source } = scope.env;
  const { path, size } = source;
  // The last call of the upload makes the object.
  scope.made(`${bucket}/${key}`, OBJECT, { noun: 'OSS object', region: cloud.region });
  const onProgress = (bytes: number) => {
    const percent = size === 0 ? 100 : Math.floor((bytes / size) * 100);
    scope.emit({ type: 'progress', step: scope.step, noun: 'upload', id: key, percent });
  };
  await cloud.storage.upload({ bucket, key, uploadId: id, path, size, onProgress }, scope.signal);
}

function placeOf(whole: string | undefined): { readonly bucket: string; readonly key: string } | undefined {
  if (whole === undefined) return undefined;
  const slash = whole.indexOf('/');
  return { bucket: whole.slice(0, slash), key: whole.slice(slash + 1) };
}
