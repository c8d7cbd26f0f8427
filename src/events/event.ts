/**
 * Everything that a run tells about itself, as plain JSON. Renderers word it; nothing else writes to a stream.
 * Events are redacted once, in the emitter. Their `type` names are public API.
 */
export type BuildEvent =
  | {
      readonly type: 'run-started';
      readonly build: string;
      readonly runId: string;
      readonly builder: string;
      /** Such a build makes nothing that lasts outside of this machine. */
      readonly leavesNothing?: boolean;
      /** An earlier process had begun it. */
      readonly resumed?: boolean;
    }
  | {
      readonly type: 'run-ended';
      readonly build: string;
      readonly runId: string;
      readonly milliseconds: number;
      readonly error?: EventError;
      readonly cancelled?: boolean;
    }
  | { readonly type: 'step-started'; readonly build: string; readonly step: string }
  | {
      readonly type: 'step-done';
      readonly build: string;
      readonly step: string;
      readonly milliseconds: number;
      /** Of the milliseconds, where timings were asked for: on the guest, in calls, in waits for the cloud. */
      readonly spent?: { readonly guest: number; readonly calls: number; readonly waiting: number };
      /** The step that this one waited for longest, where timings were asked for. */
      readonly after?: string;
    }
  | {
      readonly type: 'step-failed';
      readonly build: string;
      readonly step: string;
      readonly milliseconds: number;
      readonly error: EventError;
    }
  | {
      readonly type: 'undo-started';
      readonly build: string;
      readonly step: string;
      readonly because: UndoReason;
    }
  | {
      readonly type: 'undo-done';
      readonly build: string;
      readonly step: string;
      readonly milliseconds: number;
    }
  | {
      readonly type: 'undo-failed';
      readonly build: string;
      readonly step: string;
      readonly error: EventError;
    }
  /**
   * A cloud thing came to be (`created`), was looked up (`found`), was removed, or could not be removed (`left`). Of a
   * shared one: this run uses it beside the one that made it (`joined`), or has left it to others (`passed`).
   */
  | {
      readonly type: 'resource';
      readonly build: string;
      readonly step: string;
      readonly state: 'created' | 'joined' | 'found' | 'removed' | 'left' | 'passed';
      readonly noun: string;
      readonly id: string;
      readonly region: string;
      /** Of what is or may stay in the cloud: the command that removes it. */
      readonly remedy?: string;
    }
  /** Progress of a wait, when the cloud tells it; 0..100. */
  | {
      readonly type: 'progress';
      readonly build: string;
      readonly step: string;
      readonly noun: string;
      readonly id: string;
      readonly percent: number;
    }
  /** Free text of a step or provisioner, in Packer's three levels: say `==> `, message four blanks, error `==> ` in red. */
  | {
      readonly type: 'note';
      readonly build: string;
      readonly level: 'say' | 'message' | 'error';
      readonly text: string;
      /** The post-processor that says so; unset: the build itself. */
      readonly by?: string;
    }
  /** One line written by a script on the guest or on this machine. */
  | {
      readonly type: 'output';
      readonly build: string;
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
      readonly by?: string;
    }
  /** Bytes moved by an upload or download. */
  | {
      readonly type: 'transfer';
      readonly build: string;
      readonly path: string;
      readonly bytes: number;
      readonly total: number;
    }
  | { readonly type: 'artifact'; readonly build: string; readonly artifact: EventArtifact }
  /** The build has failed, but these images of its result are complete, and stay. */
  | { readonly type: 'kept'; readonly build: string; readonly images: EventArtifact['images'] };

/** `discarded`: the build was a success, and a post-processor's result takes the place of what it made. */
export type UndoReason = 'finished' | 'failed' | 'cancelled' | 'again' | 'discarded';

export interface EventError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export interface EventArtifact {
  readonly builderId: string;
  readonly id: string;
  /** The block that Packer prints after `--> NAME: `. */
  readonly text: string;
  readonly files: readonly string[];
  /** One row an image: what the closing report shows. */
  readonly images: readonly {
    readonly region: string;
    readonly id: string;
    readonly name: string;
    readonly family: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly snapshots: readonly string[];
    readonly shares: readonly string[];
  }[];
}

export type Emit = (event: BuildEvent) => void;
