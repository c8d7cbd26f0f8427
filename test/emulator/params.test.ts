import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/emulator/action.ts';
import * as params from '../../src/emulator/params.ts';

const given = (fields: Readonly<Record<string, string>>) => new Map(Object.entries(fields));

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ApiError) return `${error.status} ${error.code} ${error.message}`;
  }
  throw new Error('it was read');
}

describe('parameters', () => {
  it('names a missing parameter as the service does', () => {
    expect(refusal(() => params.requiredText(given({ VpcId: '' }), 'VpcId'))).toBe(
      '400 MissingParameter The input parameter "VpcId" that is mandatory for processing this request is not supplied.',
    );
  });

  it('reads repeated parameters in the order of their numbers', () => {
    const numbered = given({
      'InstanceId.10': 'c',
      'InstanceId.2': 'b',
      'InstanceId.1': 'a',
      'InstanceId.3': '',
    });
    expect(params.repeated(numbered, 'InstanceId')).toEqual(['a', 'b', 'c']);
    expect(params.repeated(given({ InstanceId: 'a' }), 'InstanceId')).toEqual(['a']);
  });

  it('gathers structures by their numbers, with nested fields', () => {
    const fields = given({
      'Tag.2.Key': 'k',
      'Tag.1.Value': 'v',
      'Tag.1.Key': 'a',
      'Tags.1.Key': 'other',
      'Tag.1.A.1': 'x',
    });
    expect(params.structures(fields, 'Tag').map((each) => Object.fromEntries(each))).toEqual([
      { Value: 'v', Key: 'a', 'A.1': 'x' },
      { Key: 'k' },
    ]);
  });

  it('tells an empty JSON array from one not given', () => {
    expect(params.jsonTexts(given({ InstanceIds: '[]' }), 'InstanceIds')).toEqual([]);
    expect(params.jsonTexts(given({}), 'InstanceIds')).toBeUndefined();
    expect(refusal(() => params.jsonTexts(given({ InstanceIds: 'i-1' }), 'InstanceIds'))).toContain(
      'InvalidParameter',
    );
    expect(refusal(() => params.jsonTexts(given({ InstanceIds: '[1]' }), 'InstanceIds'))).toContain(
      '"InstanceIds"',
    );
  });

  it('reads Booleans in any case and refuses other words', () => {
    expect(params.flag(given({ Force: 'True' }), 'Force')).toBe(true);
    expect(params.flag(given({ Force: '' }), 'Force', true)).toBe(true);
    expect(refusal(() => params.flag(given({ Force: 'yes' }), 'Force'))).toContain('true or false');
  });

  it('refuses numbers that are none', () => {
    expect(params.wholeNumber(given({ Size: '40' }), 'Size')).toBe(40);
    expect(refusal(() => params.wholeNumber(given({ Size: '4O' }), 'Size'))).toContain('whole number');
  });

  it('ends a dry run with the code that means success', () => {
    expect(refusal(() => params.endDryRun(given({ DryRun: 'true' })))).toContain('400 DryRunOperation');
  });
});
