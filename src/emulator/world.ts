export interface World {
  now(): number;
}
