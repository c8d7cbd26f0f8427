/** A role that somebody has made, or that has been given something. */
export interface Role {
  readonly name: string;
  readonly createdAt: number;
  description: string;
  /** JSON. */
  trust: string;
  /** Names of the system's and of the account's policies, each with its kind before a colon. */
  policies: string[];
}
