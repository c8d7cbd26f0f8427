import { ApiError } from './action.ts';

/** A required parameter was not given. The message quotes its wire name as the service does. */
export function missingParameter(name: string): ApiError {
  return new ApiError(
    400,
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  );
}

/** A parameter whose text cannot be read. */
export function invalidParameter(name: string, why: string): ApiError {
  return new ApiError(400, 'InvalidParameter', `The specified parameter "${name}" is not valid: ${why}.`);
}

/** An id, in this region, that nothing has. `noun` as in `InvalidImageId.NotFound`: `ImageId`. */
export function notFound(noun: string, id: string): ApiError {
  return new ApiError(404, `Invalid${noun}.NotFound`, `The specified ${noun} does not exist: ${id}.`);
}

/** All checks of a call with DryRun=true have passed. */
export function dryRunPassed(): ApiError {
  return new ApiError(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.');
}
