import { inspect } from 'node:util';

/** One set of keys as a signature needs them. Shows its id alone when printed. */
export class Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Empty: permanent keys. */
  readonly securityToken: string;

  constructor(accessKeyId: string, accessKeySecret: string, securityToken = '') {
    this.accessKeyId = accessKeyId;
    this.accessKeySecret = accessKeySecret;
    this.securityToken = securityToken;
  }

  toJSON(): { readonly accessKeyId: string } {
    return { accessKeyId: this.accessKeyId };
  }

  [inspect.custom](): string {
    return `Keys(${this.accessKeyId})`;
  }
}

/** Where keys come from. `get` refreshes what is about to expire; secrets live in closures, so nothing prints them. */
export interface Credentials {
  /** For people: `the access key LTAI…`, `the RAM role packer through the metadata service`. */
  readonly describe: string;
  /** Equal for the same keys from the same source, unequal else; tells nothing about a secret. */
  readonly identity: string;
  /** `refused`: keys that the service no longer takes, whatever their date says. */
  get(signal: AbortSignal, refused?: Keys): Promise<Keys>;
}
