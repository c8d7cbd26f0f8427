/** Where disks lie on their way into an image: buckets of the account in one region, and objects in them. */
export interface Storage {
  /** What people are told: `https://BUCKET.oss-cn-hangzhou.aliyuncs.com`. */
  address(bucket: string): string;
  /**
   * Where a bucket of this account is; `undefined` when nobody has one of that name. Rejects with `cloud-denied` for one
   * of somebody else.
   */
  bucketRegion(bucket: string, signal: AbortSignal): Promise<string | undefined>;
  /** Makes a private bucket in this region; there already is success if it is this account's. */
  createBucket(bucket: string, signal: AbortSignal): Promise<void>;
  /** One that is not empty stays; gone already is success. */
  removeBucket(bucket: string, signal: AbortSignal): Promise<void>;
  /** Begins an upload in parts and gives its id. Parts of one that is never ended cost money. */
  beginUpload(object: StoredObject, signal: AbortSignal): Promise<string>;
  /** Sends the parts that are missing, and makes them an object; its bytes are compared with the file's by their CRC. */
  upload(upload: Upload, signal: AbortSignal): Promise<void>;
  /** Takes the parts of an upload away; ended or gone already is success. */
  abortUpload(object: StoredObject, uploadId: string, signal: AbortSignal): Promise<void>;
  /** Bytes and CRC-64 of an object; `undefined` when there is none. */
  stat(
    object: StoredObject,
    signal: AbortSignal,
  ): Promise<{ readonly size: number; readonly crc: string } | undefined>;
  /** Gone already is success. */
  remove(object: StoredObject, signal: AbortSignal): Promise<void>;
  /** The command with which people remove an object. */
  remedy(object: StoredObject): string;
}

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
}

/** A file on its way into an object. */
export interface Upload extends StoredObject {
  readonly uploadId: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hears of bytes that have arrived, of this process or one before. */
  onProgress(bytes: number): void;
}
