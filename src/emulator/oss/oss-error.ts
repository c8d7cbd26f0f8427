/** What a client of OSS gets as an XML document with `Code` and `Message`. */
export class OssError extends Error {
  readonly status: number;
  readonly code: string;
  /** More elements of the document. */
  readonly more: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    { more = {}, headers = {} }: { more?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}

export const noSuchBucket = (bucket: string): OssError =>
  new OssError(404, 'NoSuchBucket', 'The specified bucket does not exist.', { more: { BucketName: bucket } });

export const noSuchKey = (key: string): OssError =>
  new OssError(404, 'NoSuchKey', 'The specified key does not exist.', { more: { Key: key } });

export const noSuchUpload = (uploadId: string): OssError =>
  new OssError(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    {
      more: { UploadId: uploadId },
    },
  );

export const invalidArgument = (name: string, value: string, why: string): OssError =>
  new OssError(400, 'InvalidArgument', why, { more: { ArgumentName: name, ArgumentValue: value } });
