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

/** The calls of one action, with or without its product: `RunInstances` or `Ecs.RunInstances`. */
export function callsTo(calls: readonly CallRecord[], action: string): readonly CallRecord[] {
  return calls.filter((call) => call.action === action || `${call.product}.${call.action}` === action);
}

/** The calls that had no success. */
export function failedCalls(calls: readonly CallRecord[]): readonly CallRecord[] {
  return calls.filter((call) => call.status !== 200);
}

/** How often each action was called, the most frequent first. */
export function countByAction(calls: readonly CallRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(call.action, (counts.get(call.action) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

const secretName =
  /(Password|PrivateKey\w*|SecurityToken|OIDCToken|CommandContent|^Content|Secret|Signature)$/i;

/** Parameters fit to be kept and shown. */
export function redactParams(params: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...params].map(([name, value]) => [name, value !== '' && secretName.test(name) ? '<redacted>' : value]),
  );
}
