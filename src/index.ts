/** The public library of ecs-imagebuild: re-exports only. */
export {
  type BuildPlan,
  build,
  clean,
  type LibraryOptions,
  plan,
  type ResumeOptions,
  resume,
} from './cli/library.ts';
export { BuildError, type ErrorCode, isBuildError } from './errors/build-error.ts';
export type { BuildEvent, EventArtifact, EventError } from './events/event.ts';
export type { BuildSummary } from './renderers/summary.ts';
export { parseTemplate } from './template/parse-template.ts';
export type {
  Json,
  JsonObject,
  Template,
  TemplateBuilder,
  TemplatePostProcessor,
  TemplateProvisioner,
} from './template/template.ts';
