import type { Communicator } from '../communicators/communicator.ts';
import type { RenderContext } from '../template/go/context.ts';
import type { Json } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';

/** A kind of provisioner: its settings, and how they become something that runs. */
export interface ProvisionerType {
  readonly type: string;
  readonly fields: Fields;
  /**
   * Decodes and checks without touching cloud or guest. `raws`: the provisioner's own settings, then the builder's
   * override, decoded on top. Throws a BuildError `config-invalid` with all findings.
   */
  prepare(raws: readonly Json[], context: RenderContext): PreparedProvisioner;
}

export interface PreparedProvisioner {
  readonly type: string;
  /** Values that must never be printed. */
  readonly secrets?: readonly string[];
  run(scope: ProvisionScope): Promise<void>;
}

export interface ProvisionScope {
  readonly comm: Communicator;
  readonly signal: AbortSignal;
  /** Packer's three levels: say `==> `, message four blanks, error `==> ` in red. */
  note(level: 'say' | 'message' | 'error', text: string): void;
  output(stream: 'stdout' | 'stderr', line: string): void;
  /** See `ExecOptions`. */
  caughtUp?(): Promise<void> | undefined;
  transferred(path: string, bytes: number, total: number): void;
  /** Waits for somebody to press enter; unset when nobody could. */
  ask?(text: string): Promise<void>;
  readonly buildName: string;
  readonly builderType: string;
  /** Generated data: ID, Host, Port, User, Password, ConnType, PackerRunUUID, SSHPublicKey, SSHPrivateKey, ... */
  readonly data: Readonly<Record<string, string>>;
  /** One for all builds of a call; scripts of this machine see it as PACKER_RUN_UUID. */
  readonly runUuid?: string;
  /** The context the provisioner was prepared with, for fields that are rendered at run time. */
  readonly context: RenderContext;
}
