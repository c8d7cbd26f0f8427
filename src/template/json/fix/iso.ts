import type { JsonObject } from '../../model/template.ts';
import { without } from './changes.ts';
import type { Fixer } from './fixer.ts';
import { inBuilders } from './sections.ts';

export const isoMd5: Fixer = {
  name: 'iso-md5',
  synopsis: 'Replaces "iso_md5" in builders with "iso_checksum"',
  fix: inBuilders(undefined, (builder) => {
    const md5 = builder['iso_md5'];
    if (typeof md5 !== 'string') return builder;
    return { ...without(builder, 'iso_md5'), iso_checksum: md5, iso_checksum_type: 'md5' };
  }),
};

export const isoChecksum: Fixer = {
  name: 'iso-checksum-type-and-url',
  synopsis: 'Puts content of potential "iso_checksum_url" and "iso_checksum_url" in "iso_checksum"',
  fix: inBuilders(undefined, (builder) => {
    const rest = without(builder, 'iso_checksum_url', 'iso_checksum_type');
    const checksum = checksumOf(builder);
    return checksum === '' ? rest : { ...rest, iso_checksum: checksum };
  }),
};

/** A file of checksums wins over a checksum. */
function checksumOf(builder: JsonObject): string {
  const text = (key: string) => {
    const value = builder[key];
    return typeof value === 'string' ? value : '';
  };
  const url = text('iso_checksum_url');
  if (url !== '') return `file:${url}`;
  const [type, checksum] = [text('iso_checksum_type'), text('iso_checksum')];
  return checksum === '' || type === '' ? checksum : `${type}:${checksum}`;
}
