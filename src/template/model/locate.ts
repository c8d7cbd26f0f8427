import type { BuildError } from '../../errors/build-error.ts';
import { fieldName, type Mistake, type Path, type Place, type Spot } from '../../errors/mistake.ts';
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
  const mistakes: readonly Mistake[] =
    error.mistakes.length > 0 ? error.mistakes : [{ message: error.message }];
  return error.with({
    mistakes: mistakes.map((mistake) =>
      mistake.place === undefined ? placed(mistake, template, part) : mistake,
    ),
  });
}

function placed(mistake: Mistake, template: Pick<Template, 'placeOf'>, part: Part): Mistake {
  const { message, advice } = mistake;
  const spot: Spot = mistake.spot ?? TYPE;
  const path = [...baseOf(spot, part), ...(spot.path.length === 0 && part !== WHOLE ? TYPE.path : spot.path)];
  const place = template.placeOf({ ...spot, path });
  const { component, field } = subjectOf(spot.path, part);
  const isSecret = namesSecret(field) && spot.part !== 'key';
  const value = spot.part === 'key' || field === '' || isSecret ? undefined : place?.shown.marked;
  return {
    message,
    advice: isSecret ? undefined : advice,
    spot: { ...spot, path },
    place: place && isSecret ? hidden(place) : place,
    component,
    ...(field !== '' && { field }),
    ...(value !== undefined && { value }),
  };
}

const TYPE = { path: ['type'] } as const;

function baseOf({ whole, layer }: Spot, { path, override = path }: Part): Path {
  if (whole === true) return [];
  return layer === 1 ? override : path;
}

/** Who it is about, and which of its settings. */
function subjectOf(path: Path, part: Part): Pick<Mistake, 'component'> & { readonly field: string } {
  const [section, first, second, ...rest] = path;
  if (part !== WHOLE || typeof first !== 'number')
    return { component: part.component, field: path === TYPE.path ? '' : fieldName(path) };
  if (section === 'post-processors')
    return { component: `post-processor ${first + 1}.${Number(second ?? 0) + 1}`, field: fieldName(rest) };
  return { component: `${String(section).replace(/s$/, '')} ${first + 1}`, field: fieldName(path.slice(2)) };
}

/** The same place without a value that must not be shown; a list or an object is marked by its key. */
function hidden(place: Place): Place {
  const { before, marked, after } = place.shown;
  const isKey = /^\s*[:=]/.test(after);
  return { ...place, shown: isKey ? { before, marked, after: ': ***' } : { before, marked: '"***"', after } };
}
