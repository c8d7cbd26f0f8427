import { plainFloat } from '../go/go-float.ts';
import type { Json } from '../model/template.ts';
import { advice } from './advice.ts';
import { type Findings, mistype, unconvertible } from './findings.ts';

/** Numbers become decimals without exponent; booleans become `1` and `0`, not `true` and `false`, as in Packer. */
export function weakString(value: Json, path: string, findings: Findings): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return plainFloat(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  const message = unconvertible(path, 'string', value, findings.objects);
  mistype(findings, path, { message, advice: advice.string(value) });
  return undefined;
}
