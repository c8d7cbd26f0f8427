import { BuildError } from '../errors/build-error.ts';

/** just-bash is an optional dependency and was not installed. */
export function noShellForGuests(cause: unknown): BuildError {
  return new BuildError(
    'component-unsupported',
    "the embedded Alibaba Cloud's computers need the optional package just-bash, which is not installed",
    { hint: 'install it with: npm install just-bash@3.4.2', cause },
  );
}

/** Neither bubblewrap nor unshare works here. */
export function noSandbox(platform: string, tried: readonly string[]): BuildError {
  const why = tried.length === 0 ? `the platform is ${platform}` : tried.join('; ');
  return new BuildError('component-unsupported', `sandbox guests cannot run here: ${why}`, {
    hint: 'install bubblewrap (bwrap) on Linux, or use memory guests, which run everywhere',
  });
}
