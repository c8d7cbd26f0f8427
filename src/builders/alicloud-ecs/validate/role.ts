import type { EcsConfig } from '../config.ts';
import { notJson, onlyWith, outOfRange, wrongShape } from '../words.ts';

const ROLE_ARN = /^acs:ram::\d+:role\/[\w.-]{1,64}$/i;

/** Findings in the role that is assumed and in what goes with it. */
export function roleFindings(config: EcsConfig): readonly string[] {
  const { ram_role_arn: arn, ram_session_name: session, ram_session_duration: duration } = config;
  const findings: string[] = [];
  if (arn !== '' && !ROLE_ARN.test(arn))
    findings.push(wrongShape('ram_role_arn', arn, "such as 'acs:ram::1234567890123456:role/builder'"));
  if (session !== '' && !/^[\w.@-]{2,64}$/.test(session))
    findings.push(wrongShape('ram_session_name', session, "2 to 64 letters, digits, '.', '@', '-' or '_'"));
  if (duration !== 0 && (duration < 900 || duration > 43_200))
    findings.push(outOfRange('ram_session_duration', duration, 900, 43_200));
  if (!isJsonObject(config.ram_session_policy)) findings.push(notJson('ram_session_policy'));
  const extras = ['ram_session_policy', 'ram_external_id'] as const;
  for (const field of extras)
    if (config[field] !== '' && arn === '' && config.profile === '')
      findings.push(onlyWith(field, 'ram_role_arn'));
  return findings;
}

function isJsonObject(text: string): boolean {
  if (text === '') return true;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
