import { account } from '../../../cloud/alibaba/rules/texts.ts';
import type { EcsConfig } from '../config.ts';
import { filters } from '../images/source-filter.ts';
import { familyless, notOneOf, onlyOneOf, outOfRange, wrongShape } from '../words.ts';

const OWNERS = ['self', 'system', 'others', 'marketplace'];
const ARCHITECTURES = ['x86_64', 'arm64', 'i386'];
const MOST_KEPT = 1000;

/** Findings in how the source image is found, and in what becomes of older images. */
export function imageFindings(config: EcsConfig): readonly string[] {
  return [...filter(config), ...lifetime(config)];
}

function filter(config: EcsConfig): readonly string[] {
  if (!filters(config)) return [];
  const { owner, architecture } = config.source_image_filter;
  const findings: string[] = [];
  if (owner !== '' && !OWNERS.includes(owner) && !account.accepts(owner))
    findings.push(
      wrongShape('source_image_filter.owner', owner, `${OWNERS.join(', ')} or the digits of an account`),
    );
  if (architecture !== '' && !ARCHITECTURES.includes(architecture))
    findings.push(notOneOf('source_image_filter.architecture', architecture, ARCHITECTURES));
  for (const other of ['source_image', 'image_family'] as const)
    if (config[other] !== '') findings.push(onlyOneOf(other, 'source_image_filter'));
  return findings;
}

function lifetime(config: EcsConfig): readonly string[] {
  const { image_keep_last: keep, image_deprecate_after: age } = config;
  const findings: string[] = [];
  if (keep < 0 || keep > MOST_KEPT) findings.push(outOfRange('image_keep_last', keep, 0, MOST_KEPT));
  if (age < 0) findings.push(wrongShape('image_deprecate_after', `${age / 1000}s`, 'a time such as 720h'));
  const families = [config.target_image_family, ...config.image_copy_families];
  if (families.some((family) => family !== '')) return findings;
  if (keep > 0) findings.push(familyless('image_keep_last'));
  if (age > 0) findings.push(familyless('image_deprecate_after'));
  return findings;
}
