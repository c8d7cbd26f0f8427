import { namesCredentials } from '../../../cloud/credential-variables.ts';
import { prepareCommunicator } from '../../../communicators/prepare-communicator.ts';
import { cleanRun } from '../../../engine/clean-run.ts';
import { discardResult } from '../../../engine/discard-result.ts';
import { runBuild } from '../../../engine/run-build.ts';
import type {
  PostProcessorType,
  PostProcessScope,
  PreparedPostProcessor,
} from '../../../post-processors/post-processor.ts';
import { renderWithData } from '../../../post-processors/render-at-run.ts';
import { decode } from '../../../template/schema/decode.ts';
import { secretValues } from '../../../template/schema/secrets.ts';
import type { Artifact, BuildScope, PrepareOptions } from '../../builder.ts';
import { artifactOf } from '../artifact.ts';
import type { EcsConfig } from '../config.ts';
import { withKeys, withoutCredentials } from '../emulated-keys.ts';
import { copyPlans } from '../images/image-names.ts';
import { openCloud } from '../open-cloud.ts';
import { settle } from '../settle.ts';
import { environment, type Settings } from '../surroundings.ts';
import { accessFindings } from '../validate/packer.ts';
import { invalidSettings } from '../words.ts';
import { callsOf } from './calls.ts';
import { alicloudImportFields, type ImportConfig } from './fields.ts';
import type { ImportEnvironment, ImportFacts } from './import-environment.ts';
import { importSteps } from './import-steps.ts';
import { type SourceFile, sourceFile } from './source-file.ts';
import { BUCKET_MISSING, bucketInvalid, diskTooLarge, sizeInvalid } from './words.ts';

/** Strings that are rendered only while it runs. */
const LATE = ['oss_key_name', 'run_command'];
const GIBIBYTE = 1024 ** 3;

/** Uploads a disk and imports it as an image. */
export const alicloudImport: PostProcessorType = {
  type: 'alicloud-import',
  fields: alicloudImportFields,
  keepsInput: false,
  prepare(raw, context, around) {
    const decoded = decode(alicloudImportFields, [raw], { context, exclude: LATE });
    return prepared(decoded, around);
  },
};

/** What Packer finds too, and then what the service would refuse when the disk has been sent. */
function importFindings(decoded: ImportConfig, config: EcsConfig, env: Env): readonly string[] {
  const { image_system_size: size, oss_bucket_name: bucket } = decoded;
  const isSize = /^\d{1,4}$/.test(size) && Number(size) >= 1 && Number(size) <= 2048;
  return [
    ...accessFindings(config, namesCredentials(env)),
    ...(bucket === '' ? [BUCKET_MISSING] : []),
    ...(bucket !== '' && !/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket) ? [bucketInvalid(bucket)] : []),
    ...(size === '' || isSize ? [] : [sizeInvalid(size)]),
    ...(config.image_name === '' ? ['image_name must be specified'] : []),
  ];
}

type Env = Readonly<Record<string, string | undefined>>;

function prepared(
  decoded: ImportConfig,
  { env: all, force, site, keys }: Omit<PrepareOptions, 'context'>,
): PreparedPostProcessor {
  const meant = settle(decoded, { env: all, force, site });
  const settled = keys === undefined ? meant : withKeys(meant, keys);
  const communicator = prepareCommunicator({ ...settled, communicator: 'none' });
  const settings = {
    config: { ...settled, ...communicator.config },
    communicator,
    env: keys === undefined ? all : withoutCredentials(all),
  };
  const findings = importFindings(decoded, settled, settings.env);
  if (findings.length > 0) throw invalidSettings(findings);
  return {
    rights: {
      calls: callsOf(settled),
      regions: [settled.region, ...copyPlans(settled).map(({ region }) => region)],
    },
    secrets: [meant, settings.config].flatMap((one) =>
      secretValues(alicloudImportFields, { ...decoded, ...one }),
    ),
    async run(input, scope) {
      const key = keyOf(decoded, scope);
      scope.note('say', `Rendered oss_key_name as ${key}`);
      scope.note('say', 'Looking for RAW or VHD in artifact');
      const source = await sourceFile(input.files, decoded.format);
      checkSize(source, decoded);
      return within(settings, { decoded, source, key }, scope.run, async (imports) => {
        const { journal, emit, signal, buildName, onError } = scope.run;
        const facts = await runBuild<ImportEnvironment, ImportFacts>({
          journal,
          emit,
          signal,
          buildName,
          onError,
          followed: true,
          steps: importSteps(imports.config),
          env: imports,
        });
        return artifact(imports, facts);
      });
    },
    cleanup: (scope) =>
      within(settings, { decoded, source: NOWHERE, key: '' }, scope, ({ config, ...env }) => {
        const { journal, emit, buildName } = scope;
        const steps = importSteps(config);
        return cleanRun<ImportEnvironment, ImportFacts>({
          journal,
          emit,
          buildName,
          steps,
          env: { ...env, config },
        });
      }),
    discard: (_artifact, scope) =>
      within(settings, { decoded, source: NOWHERE, key: '' }, scope, async ({ config, ...env }) => {
        const { journal, emit, buildName } = scope;
        const steps = importSteps(config);
        await discardResult<ImportEnvironment, ImportFacts>({
          journal,
          emit,
          buildName,
          steps,
          env: { ...env, config },
        });
      }),
  };
}

/** Of what is removed the journal tells where it is. */
const NOWHERE: SourceFile = { path: '', size: 0, diskSize: 0, format: '' };

/** A name that a run keeps: Packer's own default is the moment, which would be another one when the run is taken up. */
function keyOf({ oss_key_name: name }: ImportConfig, scope: PostProcessScope): string {
  return name === '' ? `Packer_${scope.run.runId}` : renderWithData(name, scope);
}

function checkSize({ path, diskSize }: SourceFile, { image_system_size: asked }: ImportConfig): void {
  const size = Math.max(1, Math.ceil(diskSize / GIBIBYTE));
  if (asked !== '' && Number(asked) < size) throw diskTooLarge(path, size, Number(asked));
}

interface Importing {
  readonly decoded: ImportConfig;
  readonly source: SourceFile;
  readonly key: string;
}

/** Opens the cloud for as long as `use` takes. */
async function within<T>(
  settings: Settings,
  { decoded, source, key }: Importing,
  scope: BuildScope,
  use: (env: ImportEnvironment) => Promise<T>,
): Promise<T> {
  const { cloud, site } = await openCloud(settings, scope);
  const config = { ...settings.config, region: site.region };
  const env = environment({ ...settings, config }, { cloud, site }, scope);
  try {
    return await use({
      ...env,
      source,
      key,
      bucket: decoded.oss_bucket_name,
      skipClean: decoded.skip_clean,
      size: Number(decoded.image_system_size),
      format: source.format,
      osType: decoded.image_os_type,
      platform: decoded.image_platform,
      architecture: decoded.image_architecture,
      licenseType: decoded.license_type,
    });
  } finally {
    env.network.end();
    await env.guest.close();
    await cloud.close();
  }
}

function artifact({ config }: ImportEnvironment, facts: Partial<ImportFacts>): Artifact | undefined {
  const { image, copies, shared } = facts;
  if (image === undefined || copies === undefined || shared === undefined) return undefined;
  return {
    ...artifactOf(config, { image, copies, shared }),
    builderId: 'packer.post-processor.alicloud-import',
  };
}
