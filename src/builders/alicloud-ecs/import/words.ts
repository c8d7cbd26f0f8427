import { BuildError } from '../../../errors/build-error.ts';

export const noDisk = (files: readonly string[]): BuildError =>
  new BuildError('post-process-failed', 'No vhd or raw file found in artifact from builder', {
    hint: `The artifact has ${files.length === 0 ? 'no files' : files.join(', ')}: give the disk's name the ending .raw, .vhd or .qcow2.`,
  });

export const diskUnreadable = (path: string, why: string): BuildError =>
  new BuildError('post-process-failed', `The disk ${path} cannot be read: ${why}.`);

export const otherFormat = (path: string, asked: string, found: string): BuildError =>
  new BuildError('config-invalid', `The disk ${path} is said to be ${asked}, but it is ${found}.`, {
    hint: `Write "format": "${found}" in the settings of alicloud-import, or leave it out.`,
  });

export const diskTooLarge = (path: string, size: number, asked: number): BuildError =>
  new BuildError('config-invalid', `The disk ${path} has ${size} GiB, and image_system_size is ${asked}.`, {
    hint: `Set image_system_size to ${size} or more, or leave it out.`,
  });

export const sizeInvalid = (size: string): string =>
  `image_system_size is '${size}', must be a whole number of GiB from 1 to 2048`;

export const BUCKET_MISSING = 'oss_bucket_name must be set';

export const bucketInvalid = (bucket: string): string =>
  `oss_bucket_name is '${bucket}', must be 3 to 63 lower-case letters, digits and hyphens, with no hyphen at an end`;
