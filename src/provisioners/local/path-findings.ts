import { finding } from '../tool-words.ts';
import { lookAt } from './look-at.ts';

type Kind = 'file' | 'folder';

/** What is wrong with a setting that names something on this machine; an unset one is fine. */
export function pathFindings(key: string, path: string, wanted: Kind): readonly string[] {
  return path === '' ? [] : presentFindings(key, path, wanted);
}

/** The same for a setting that must be given. */
export function requiredFileFindings(key: string, path: string): readonly string[] {
  return path === '' ? [finding.unspecified(key)] : presentFindings(key, path, 'file');
}

function presentFindings(key: string, path: string, wanted: Kind): readonly string[] {
  const look = lookAt(path);
  if (look.kind === wanted) return [];
  return [
    look.kind === undefined
      ? finding.pathInvalid(key, path, look.reason)
      : finding.pathKind(key, path, wanted),
  ];
}
