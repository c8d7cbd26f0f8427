import { BuildError, type ErrorCode } from '../../errors/build-error.ts';

/** Texts of the cloud: what the service refused, what did not arrive, which keys are missing. */
interface CloudRefusal {
  readonly code: ErrorCode;
  /** In the form of `Creating VPC packer_1`. */
  readonly doing: string;
  readonly region: string;
  readonly product: string;
  readonly action: string;
  /** The service's own code, message and request id. */
  readonly api: string;
  readonly message: string;
  readonly requestId: string;
  readonly status: number;
  /** What the table of the action says of it, and for how many milliseconds another try is worth it. */
  readonly means?: string | undefined;
  readonly settles?: number | undefined;
}

export const cloudRefused = (refusal: CloudRefusal): BuildError => {
  const { code, doing, region, action, api, requestId, status, means, settles } = refusal;
  const why = `${sentence(refusal.message)} (${api}, request id ${requestId || 'unknown'})`;
  const hint = hintFor(refusal);
  return new BuildError(code, `${doing} in ${region}: ${why}.`, {
    ...(hint === undefined ? {} : { hint }),
    data: {
      api,
      action,
      requestId,
      status,
      region,
      ...(means !== undefined && { means }),
      ...(settles !== undefined && { settles }),
    },
  });
};

interface CloudSilence {
  readonly doing: string;
  readonly region: string;
  readonly action: string;
  readonly host: string;
  readonly why: string;
  readonly hint?: string | undefined;
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

export const cloudUnreachable = (silence: CloudSilence): BuildError => {
  const { doing, region, action, host, why, status, cause } = silence;
  const hint =
    silence.hint ?? 'Check the network, the proxy settings (HTTPS_PROXY, NO_PROXY) and the endpoint.';
  return new BuildError('cloud-unavailable', `${doing} in ${region}: no usable answer of ${host}: ${why}.`, {
    hint,
    cause,
    data: { action, region, host, ...(status === undefined ? {} : { status }) },
  });
};

/** The same error after the last try. */
export const triedInVain = (error: BuildError, tries: number, milliseconds: number): BuildError =>
  new BuildError(
    error.code,
    `${error.message} Tried ${tries} times in ${Math.round(milliseconds / 1000)} s.`,
    {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error.cause,
      data: { ...error.data, tries },
    },
  );

export const certificateHint =
  'The certificate of the endpoint is not trusted here: give the authority that signed it in NODE_EXTRA_CA_CERTS.';

export const badEndpoint = (field: string, value: string): BuildError =>
  new BuildError(
    'config-invalid',
    `The ${field} "${value}" is not an address of the form https://HOST[:PORT].`,
  );

export const answerLacks = (doing: string, region: string, field: string): BuildError =>
  new BuildError('cloud-unavailable', `${doing} in ${region}: the answer lacks ${field}.`, {
    data: { region, field },
  });

export const imageStillShared = (id: string, region: string, error: BuildError): BuildError =>
  new BuildError(error.code, `Removing image ${id} in ${region}: it is still shared. ${error.message}`, {
    cause: error,
    data: error.data,
  });

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /^(Forbidden\.RAM|NoPermission|Forbb?[ie]dd?en(\.SubUser|\.Unauthorized)?$)/i,
    'The keys are good but their RAM user or role may not do this: grant the action to it.',
  ],
  [/PassRole/, 'Grant ram:PassRole on the role to the user or role that builds.'],
  [
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|Forbidden\.AccessKeyDisabled|InvalidAccessKeySecret)/,
    'Check the access key and the secret key: a typing error, a key of another site, or a key switched off or deleted.',
  ],
  [/SecurityToken/, 'The security token does not belong to the keys or has expired: get new ones.'],
  [
    /^(IllegalTimestamp|InvalidTimeStamp)/,
    "Set the clock of this machine: it is off from the service's, and the answer's Date header did not tell by how much.",
  ],
  [/^InvalidRegionId|^RegionId\./, 'Check the region: region or ALICLOUD_REGION, as in cn-hangzhou.'],
  [
    /NoStock|NotOnSale|SoldOut|ResourceNotAvailable/i,
    'The instance type is not available in this zone now: name another type, zone_id or region.',
  ],
  [/Quota|LimitExceed/i, 'Remove what is no longer used, or raise the quota in the Quota Center.'],
  [
    /NotEnoughBalance|InsufficientBalance|Arrearage|InArrears/,
    'The account has no money left, or less than the service asks for: top it up.',
  ],
  [/RealNameAuthentication/, 'Register the real name of the account in the console first.'],
  [/KMSKeyId|Kms/, 'Check that the KMS key exists in this region, is enabled, and that ECS may use it.'],
];

function hintFor(refusal: CloudRefusal): string | undefined {
  const known = hints.find(([pattern]) => pattern.test(refusal.api));
  if (known === undefined) return undefined;
  return refusal.code === 'cloud-denied' && /grant the action/.test(known[1])
    ? known[1].replace('the action', `${refusal.product.toLowerCase()}:${refusal.action}`)
    : known[1];
}

function sentence(message: string): string {
  const trimmed = message.trim().replace(/\.+$/, '');
  return trimmed === '' ? 'the service refused' : trimmed;
}

export const addressServiceFailed = (service: string, why: string): BuildError =>
  new BuildError('config-invalid', `Asking ${service} for this machine's public address: ${why}.`, {
    hint: 'Check ECS_IMAGEBUILD_ADDRESS_URL, or set security_group_source_cidr in the template.',
  });
