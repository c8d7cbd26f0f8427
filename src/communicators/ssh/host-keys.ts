import { algorithmsOf, fingerprint, hasFingerprint, keyType } from './host-key.ts';
import { type KnownHosts, rememberedHosts } from './known-hosts.ts';

/** What makes us believe a key: it was expected, seen before, shown on the console, or nothing but that it came first. */
export type Proof = 'user-data' | 'fingerprint' | 'recorded' | 'console' | 'first-use' | 'none';

type Judgement =
  | { readonly believed: true; readonly proof: Proof; readonly fingerprint: string }
  | { readonly believed: false; readonly text: string };

/** Which host keys are believed. */
export interface HostKeys {
  /** Judges the key, in wire form, that a server shows; a key believed at first contact is kept. */
  judge(name: string, key: Uint8Array): Promise<Judgement>;
  /** Algorithms to offer to this server, so that it shows a key that can be judged; undefined: the usual ones. */
  algorithms(name: string): readonly string[] | undefined;
  /** Why a server that has none of the keys asked for is not believed; what was asked for before is asked for again. */
  nothingFits(name: string): string;
  /** How the last key of this server was believed. */
  proofOf(name: string): { readonly proof: Proof; readonly fingerprint: string } | undefined;
  /** File of believed keys in OpenSSH's form, where there is one. */
  readonly file?: string;
}

/** What is known of a server before it is met. */
export interface Expected {
  /** The key itself: made here and given to the guest. */
  readonly key?: Uint8Array;
  readonly fingerprints?: readonly string[];
  /** First use is enough for this server even where others are checked strictly. */
  readonly lenient?: boolean;
  /** Keys that the guest shows elsewhere; none while it does not. */
  shown?(): Promise<readonly Uint8Array[]>;
}

export interface HostKeyOptions {
  readonly check: 'strict' | 'first-use' | 'off';
  readonly known?: KnownHosts;
  readonly file?: string;
  expected?(name: string): Expected;
}

/** The rules for one build's servers. */
export function hostKeys(options: HostKeyOptions): HostKeys {
  return new Rules(options);
}

class Rules implements HostKeys {
  readonly file?: string;
  readonly #options: HostKeyOptions;
  readonly #known: KnownHosts;
  readonly #proofs = new Map<string, { readonly proof: Proof; readonly fingerprint: string }>();
  /** Types of keys that did not fit; the server may have one of another type that does. */
  readonly #refused = new Map<string, { readonly types: Set<string>; readonly text: string }>();

  constructor(options: HostKeyOptions) {
    this.#options = options;
    this.#known = options.known ?? rememberedHosts();
    if (options.file !== undefined) this.file = options.file;
  }

  async judge(name: string, key: Uint8Array): Promise<Judgement> {
    const found = await this.#judged(name, key);
    if ('text' in found) {
      const text = `${keyType(key)} ${fingerprint(key)} ${found.text}`;
      const types = this.#refused.get(name)?.types ?? new Set();
      this.#refused.set(name, { types: types.add(keyType(key)), text });
      return { believed: false, text };
    }
    this.#refused.delete(name);
    const { proof } = found;
    const known = this.#known.keysOf(name).some((other) => other.equals(key));
    if (proof !== 'none' && !known) this.#known.add(name, key);
    const proven = { proof, fingerprint: fingerprint(key) };
    this.#proofs.set(name, proven);
    return { believed: true, ...proven };
  }

  algorithms(name: string): readonly string[] | undefined {
    if (this.#options.check === 'off') return undefined;
    const { key } = this.#expected(name);
    const known = key === undefined ? this.#known.keysOf(name) : [key];
    if (known.length > 0) return [...new Set(known.map(keyType))].flatMap(algorithmsOf);
    const refused = this.#refused.get(name);
    if (refused === undefined) return undefined;
    const left = TYPES.filter((type) => !refused.types.has(type));
    // All have been shown: begin anew, the guest may have got other keys meanwhile.
    if (left.length === 0) this.#refused.delete(name);
    return (left.length === 0 ? TYPES : left).flatMap(algorithmsOf);
  }

  nothingFits(name: string): string {
    const text = this.#refused.get(name)?.text ?? 'it has no key of the type that is known';
    this.#refused.delete(name);
    return text;
  }

  proofOf(name: string) {
    return this.#proofs.get(name);
  }

  #expected(name: string): Expected {
    return this.#options.expected?.(name) ?? {};
  }

  async #judged(
    name: string,
    key: Uint8Array,
  ): Promise<{ readonly proof: Proof } | { readonly text: string }> {
    if (this.#options.check === 'off') return { proof: 'none' };
    const same = (other: Uint8Array) => Buffer.compare(Buffer.from(other), Buffer.from(key)) === 0;
    const known = this.#known.keysOf(name);
    if (known.some(same)) return { proof: this.#proofs.get(name)?.proof ?? 'recorded' };
    if (known.length > 0) return { text: 'is not the key that was met first' };
    const expected = this.#expected(name);
    if (expected.key !== undefined)
      return same(expected.key)
        ? { proof: 'user-data' }
        : { text: 'is not the key that was given to the guest' };
    const { fingerprints = [] } = expected;
    if (fingerprints.length > 0)
      return fingerprints.some((stated) => hasFingerprint(key, stated))
        ? { proof: 'fingerprint' }
        : { text: 'has another fingerprint than the one that was stated' };
    const shown = (await expected.shown?.()) ?? [];
    if (shown.some(same)) return { proof: 'console' };
    if (shown.length > 0) return { text: 'is not among the keys that the console of the guest shows' };
    return this.#options.check === 'strict' && expected.lenient !== true
      ? { text: 'is not known' }
      : { proof: 'first-use' };
  }
}

const TYPES = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
] as const;
