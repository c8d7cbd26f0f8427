/** How many of each an account may have in one region (in one VPC, group or image where the name says so). */
export interface Quotas {
  readonly vpcs: number;
  readonly vSwitchesPerVpc: number;
  readonly securityGroups: number;
  readonly rulesPerGroup: number;
  readonly eips: number;
  readonly keyPairs: number;
  readonly instances: number;
  readonly snapshots: number;
  readonly images: number;
  readonly sharesPerImage: number;
  /** Copies that run at once into one region; more wait in a queue. */
  readonly copiesAtOnce: number;
}

/** The usual quotas of a new account. */
export const usualQuotas: Quotas = {
  vpcs: 10,
  vSwitchesPerVpc: 150,
  securityGroups: 100,
  rulesPerGroup: 200,
  eips: 20,
  keyPairs: 500,
  instances: 200,
  snapshots: 1000,
  images: 100,
  sharesPerImage: 50,
  copiesAtOnce: 5,
};
