import { ApiError, type Call } from '../action.ts';
import type { InstanceType } from '../catalog/instance-types.ts';
import { type Params, text, wholeNumber } from '../params.ts';
import type { World } from '../world.ts';
import type { Image } from '../world-state.ts';
import { keyPairNamed } from './key-pairs.ts';
import { isDescription, isoMinutes, isResourceName, regionOf } from './table.ts';

/** Largest user data before it is encoded, in bytes. */
const mostUserData = 32 * 1024;
const releaseAhead = { least: 30 * 60_000, most: 3 * 366 * 86_400_000 };
const spotStrategies = ['', 'NoSpot', 'SpotWithPriceLimit', 'SpotAsPriceGo'];

/** Checks names, logins, user data, bandwidth and price of a new instance. */
export function checkIdentity(
  call: Call,
  world: World,
  choice: { image: Image; instanceType: InstanceType },
): void {
  const { params } = call;
  const name = text(params, 'InstanceName');
  if (name !== '' && !isResourceName(name)) throw malformed('InvalidInstanceName.Malformed', 'InstanceName');
  if (!isDescription(text(params, 'Description')))
    throw malformed('InvalidDescription.Malformed', 'Description');
  checkPassword(text(params, 'Password'));
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

/** 8 to 30 characters of three kinds. */
export function checkPassword(password: string): void {
  if (password === '') return;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password));
  const isGood =
    password.length >= 8 && password.length <= 30 && kinds.length >= 3 && !/[^\x21-\x7e]/.test(password);
  if (!isGood) throw malformed('InvalidPassword.Malformed', 'Password');
}

/** Base64 of at most 32 KiB. */
export function checkUserData(encoded: string): void {
  if (!/^[A-Za-z0-9+/\r\n]*={0,2}\s*$/.test(encoded))
    throw malformed('InvalidUserData.Base64FormatInvalid', 'UserData');
  if (Buffer.from(encoded, 'base64').length > mostUserData) {
    throw new ApiError(
      400,
      'InvalidUserData.SizeExceeded',
      `The user data is larger than ${mostUserData} bytes.`,
    );
  }
}

/** The time in the service's form; empty stays empty. Throws InvalidAutoReleaseTime.Malformed. */
export function releaseTime(given: string, now: number): string {
  if (given === '') return '';
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(given) ? Date.parse(given) : Number.NaN;
  if (time >= now + releaseAhead.least && time <= now + releaseAhead.most) return isoMinutes(time);
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
  if (!spotStrategies.includes(strategy)) throw malformed('InvalidSpotStrategy', 'SpotStrategy');
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
  const bandwidth = wholeNumber(params, 'InternetMaxBandwidthOut') ?? 0;
  if (bandwidth < 0 || bandwidth > 100)
    throw malformed('InvalidParameter.Bandwidth', 'InternetMaxBandwidthOut');
  const charge = text(params, 'InternetChargeType');
  if (charge !== '' && !/^PayBy(Bandwidth|Traffic)$/.test(charge)) {
    throw malformed('InvalidInternetChargeType.ValueNotSupported', 'InternetChargeType');
  }
  const optimized = text(params, 'IoOptimized');
  if (!['', 'none', 'optimized', 'true', 'false'].includes(optimized)) {
    throw malformed('InvalidIoOptimizedValue.ValueNotSupported', 'IoOptimized');
  }
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
