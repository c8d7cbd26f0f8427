/** One call the emulator answered, or refused to. */
export interface CallRecord {
  readonly index: number;
  readonly product: string;
  readonly action: string;
  readonly region: string;
  /** Flat wire names; values of secrets are `<redacted>`. */
  readonly params: Readonly<Record<string, string>>;
  /** HTTP status; 0 where the connection was reset instead. */
  readonly status: number;
  readonly code?: string;
  /** What broke inside the emulator when the answer is its own InternalError. */
  readonly bug?: string;
  readonly requestId: string;
  /** When the request had arrived, in milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
}

/** Every call in the order of its answer. */
export interface Recorder {
  readonly calls: readonly CallRecord[];
  add(call: Omit<CallRecord, 'index'>): void;
}

/** An empty record. `onCall` hears of each call as it is answered. */
export function createRecorder(onCall?: (call: CallRecord) => void): Recorder {
  const calls: CallRecord[] = [];
  return {
    calls,
    add(call) {
      const record = { index: calls.length, ...call };
      calls.push(record);
      onCall?.(record);
    },
  };
}

const secretName =
  /(Password|PrivateKey\w*|SecurityToken|OIDCToken|CommandContent|^Content|Secret|Signature)$/i;

/** Parameters fit to be kept and shown. */
export function redactParams(params: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...params].map(([name, value]) => [name, value !== '' && secretName.test(name) ? '<redacted>' : value]),
  );
}
