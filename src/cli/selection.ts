import type { FlagValues } from './command.ts';

/** What the flags shared by all template commands say. */
export interface Selection {
  readonly only: readonly string[];
  readonly except: readonly string[];
  /** `key=value` each. */
  readonly variables: readonly string[];
  readonly variableFiles: readonly string[];
}

/** `-only` and `-except` may be repeated and hold several names each; an empty one is the name of nothing. */
export function selectionOf(flags: FlagValues): Selection {
  const names = (flag: string) => flags.all(flag).flatMap((text) => text.split(','));
  return {
    only: names('only'),
    except: names('except'),
    variables: flags.all('var'),
    variableFiles: flags.all('var-file'),
  };
}
