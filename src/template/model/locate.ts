import { BuildError } from '../../errors/build-error.ts';
import { fieldName, type Mistake, type Path, type Spot } from '../../errors/mistake.ts';
import { namesSecret } from './place.ts';
import type { Template } from './template.ts';

/** The part of a template that found something wrong with itself. */
export interface Part {
  readonly path: Path;
  /** Such as `provisioner 2 (shell)`. */
  readonly component?: string;
  /** Where the settings of layer 1 are. */
  readonly override?: Path;
}

const WHOLE: Part = { path: [] };

/** The same error with the place of each mistake; one that knows no spot of its own stands at the type of its component. */
export function located(
  error: BuildError,
  template: Pick<Template, 'placeOf'>,
  part: Part = WHOLE,
): BuildError {
  const { code, message, hint, data, cause } = error;
  const mistakes = error.mistakes.length > 0 ? error.mistakes : [{ message }];
  return new BuildError(code, message, {
    ...(hint !== undefined && { hint }),
    data,
    cause,
    mistakes: mistakes.map((mistake) =>
      mistake.place === undefined ? placed(mistake, template, part) : mistake,
    ),
  });
}

function placed(mistake: Mistake, template: Pick<Template, 'placeOf'>, part: Part): Mistake {
  const { message, advice } = mistake;
  const spot: Spot = mistake.spot ?? TYPE;
  const { component } = part;
  const base = spot.whole ? [] : spot.layer === 1 ? (part.override ?? part.path) : part.path;
  const path = [...base, ...(spot.path.length === 0 && part !== WHOLE ? TYPE.path : spot.path)];
  const place = template.placeOf({ ...spot, path });
  const field = fieldOf(spot.path);
  const secret = namesSecret(field);
  const value = spot.part === 'key' || field === '' || secret ? undefined : place?.shown.marked;
  return {
    message,
    advice: secret ? undefined : advice,
    spot: { ...spot, path },
    place:
      place && secret && spot.part !== 'key'
        ? { ...place, shown: { ...place.shown, marked: '"***"' } }
        : place,
    component,
    ...(field !== '' && { field }),
    ...(value !== undefined && { value }),
  };
}

const TYPE = { path: ['type'] } as const;

function fieldOf(path: Path): string {
  return path.length === 1 && path[0] === 'type' ? '' : fieldName(path);
}
