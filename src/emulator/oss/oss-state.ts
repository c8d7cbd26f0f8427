/** Bytes of an object, or of a part of one, in a file of the store's folder. */
export interface Piece {
  readonly file: string;
  readonly size: number;
  /** MD5 in upper-case hexadecimal. */
  readonly md5: string;
  /** CRC-64 as a decimal number. */
  readonly crc: string;
}

export interface StoredObject {
  readonly pieces: readonly Piece[];
  readonly size: number;
  readonly etag: string;
  readonly crc: string;
  readonly type: 'Normal' | 'Multipart' | 'Appendable';
  /** Milliseconds. */
  readonly modified: number;
  /** What is told again with it: its content type and the `x-oss-meta-` headers. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface MultipartUpload {
  readonly key: string;
  readonly initiated: number;
  readonly headers: Readonly<Record<string, string>>;
  /** By part number. */
  readonly parts: Record<string, Piece & { readonly modified: number }>;
}

export interface Bucket {
  readonly region: string;
  readonly accountId: string;
  readonly createdAt: number;
  acl: string;
  /** By key. */
  readonly objects: Record<string, StoredObject>;
  /** By upload id. */
  readonly uploads: Record<string, MultipartUpload>;
}
