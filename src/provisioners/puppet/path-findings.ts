import { lookAt } from '../local/look-at.ts';
import { finding } from '../tool-words.ts';

/** What is wrong with a setting that names something of this machine; an unset one is fine. */
export function puppetPathFindings(key: string, path: string, wanted: 'file' | 'folder'): readonly string[] {
  if (path === '') return [];
  const look = lookAt(path);
  if (look.kind === undefined) return [finding.puppetPath(key, look.reason)];
  return look.kind === wanted ? [] : [finding.puppetKind(key, wanted)];
}
