export interface Journal {
  readonly runId: string;
}
