import { MOST_USER_DATA, RELEASE } from '../../cloud/alibaba/rules/combinations.ts';
import { ApiError, type Call } from '../action.ts';
import type { InstanceType } from '../catalog/instance-types.ts';
import { type Params, text } from '../params.ts';
import type { World } from '../world.ts';
import type { Image } from '../world-state.ts';
import { keyPairNamed } from './key-pairs.ts';
import { isoMinutes, regionOf } from './table.ts';

/** Checks logins, user data and price of a new instance. */
export function checkIdentity(
  call: Call,
  world: World,
  choice: { image: Image; instanceType: InstanceType },
): void {
  const { params } = call;
  const keyPairName = text(params, 'KeyPairName');
  if (keyPairName !== '') keyPairNamed(regionOf(world, call), keyPairName);
  if (keyPairName !== '' && choice.image.osType === 'windows') {
    throw new ApiError(
      403,
      'DependencyViolation.WindowsInstance',
      'An instance with Windows has no SSH key pair.',
    );
  }
  checkUserData(text(params, 'UserData'));
  checkMoney(params, choice.instanceType);
  checkAddress(params);
}

/** Base64 of at most 32 KiB. */
export function checkUserData(encoded: string): void {
  if (!/^[A-Za-z0-9+/\r\n]*={0,2}\s*$/.test(encoded))
    throw malformed('InvalidUserData.Base64FormatInvalid', 'UserData');
  if (Buffer.from(encoded, 'base64').length > MOST_USER_DATA) {
    throw new ApiError(
      400,
      'InvalidUserData.SizeExceeded',
      `The user data is larger than ${MOST_USER_DATA} bytes.`,
    );
  }
}

/** The time in the service's form; empty stays empty. Throws InvalidAutoReleaseTime.Malformed. */
export function releaseTime(given: string, now: number): string {
  if (given === '') return '';
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(given) ? Date.parse(given) : Number.NaN;
  if (time >= now + RELEASE.least && time <= now + RELEASE.most) return isoMinutes(time);
  throw new ApiError(
    400,
    'InvalidAutoReleaseTime.Malformed',
    `The specified AutoReleaseTime must be UTC, at least 30 minutes ahead: ${given}.`,
  );
}

function checkMoney(params: Params, instanceType: InstanceType): void {
  const charge = text(params, 'InstanceChargeType') || 'PostPaid';
  if (charge !== 'PostPaid') {
    throw new ApiError(
      400,
      'InvalidInstanceChargeType.NotSupport',
      'The emulator sells PostPaid instances only.',
    );
  }
  const strategy = text(params, 'SpotStrategy');
  const limit = Number(text(params, 'SpotPriceLimit') || '0');
  if (Number.isNaN(limit) || limit < 0) throw malformed('InvalidSpotPriceLimit', 'SpotPriceLimit');
  if (strategy === 'SpotWithPriceLimit' && limit > 0 && limit < publicPrice(instanceType)) {
    throw new ApiError(
      400,
      'InvalidSpotPriceLimit.LowerThanPublicPrice',
      `The price is ${publicPrice(instanceType)}.`,
    );
  }
}

function checkAddress(params: Params): void {
  if (text(params, 'PrivateIpAddress') !== '') {
    throw new ApiError(
      400,
      'UnsupportedParameter',
      'PrivateIpAddress: the emulator chooses addresses of 127.0.0.0/8.',
    );
  }
}

/** An hour's spot price, in the order of the real ones: enough to tell a limit that can never be met. */
function publicPrice({ cores }: InstanceType): number {
  return cores / 100;
}

function malformed(code: string, name: string): ApiError {
  return new ApiError(400, code, `The specified parameter "${name}" is not valid.`);
}
