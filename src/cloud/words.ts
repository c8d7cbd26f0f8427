import { BuildError } from '../errors/build-error.ts';

export const bucketElsewhere = (bucket: string, region: string, cause?: unknown): BuildError =>
  new BuildError(
    'config-invalid',
    `The bucket ${bucket} is in ${region}, and an image is imported from a bucket of its own region.`,
    {
      hint: `Name another bucket in oss_bucket_name, or build in ${region}.`,
      cause,
      data: { bucket, region },
    },
  );
