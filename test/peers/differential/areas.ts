import type { Area } from './case.ts';
import { alicloudEcsArea } from './cases/alicloud-ecs.ts';
import { buildersArea } from './cases/builders.ts';
import { coercionArea } from './cases/coercion.ts';
import { commandLineArea } from './cases/command-line.ts';
import { communicatorsArea } from './cases/communicators.ts';
import { configManagementArea } from './cases/config-management.ts';
import { consoleArea } from './cases/console.ts';
import { environmentArea } from './cases/environment.ts';
import { failuresArea } from './cases/failures.ts';
import { fileBuilderArea } from './cases/file-builder.ts';
import { fixArea } from './cases/fix.ts';
import { fixturesArea } from './cases/fixtures.ts';
import { interpolationArea } from './cases/interpolation.ts';
import { oldTemplatesArea } from './cases/old-templates.ts';
import { postProcessorsArea } from './cases/post-processors.ts';
import { provisionersArea } from './cases/provisioners.ts';
import { rootArea } from './cases/root.ts';
import { selectionArea } from './cases/selection.ts';
import { shellArea } from './cases/shell.ts';
import { variablesArea } from './cases/variables.ts';

/** All cases, by the sections of what they are about. */
export const areas: readonly Area[] = [
  rootArea,
  buildersArea,
  provisionersArea,
  postProcessorsArea,
  variablesArea,
  interpolationArea,
  coercionArea,
  communicatorsArea,
  shellArea,
  configManagementArea,
  alicloudEcsArea,
  fileBuilderArea,
  commandLineArea,
  fixArea,
  oldTemplatesArea,
  fixturesArea,
  consoleArea,
  environmentArea,
  selectionArea,
  failuresArea,
];
