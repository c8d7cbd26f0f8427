import type { Selection } from '../builds/selection.ts';
import type { FlagValues } from './command.ts';

/** What the flags shared by all template commands say. `-only` and `-except` may be repeated and hold several names each; an empty one is the name of nothing. */
export function selectionOf(flags: FlagValues): Selection {
  const names = (flag: string) => flags.all(flag).flatMap((text) => text.split(','));
  return {
    only: names('only'),
    except: names('except'),
    variables: flags.all('var'),
    variableFiles: flags.all('var-file'),
    strictVariables: flags.on('strict-variables'),
  };
}
