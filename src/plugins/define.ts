import {
  bool,
  duration,
  int,
  ints,
  string,
  stringMap,
  strings,
  struct,
  structs,
  trilean,
} from '../template/schema/field.ts';
import type { Plugin } from './plugin.ts';

/** Gives its argument back, with its type checked where it is written. */
export function definePlugin<P extends Plugin>(plugin: P): P {
  return plugin;
}

/** Makers of the rows of a field table; the rows are plain data, so a plug-in may as well write them out. */
export const field = {
  bool,
  duration,
  int,
  ints,
  string,
  stringMap,
  strings,
  struct,
  structs,
  trilean,
} as const;
