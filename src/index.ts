/** The public library of ecs-imagebuild: re-exports only. */
export {
  type BuildPlan,
  build,
  clean,
  type LibraryOptions,
  plan,
  type ResumeOptions,
  type Running,
  resume,
} from './builds/library.ts';
export type { Communicator } from './communicators/communicator.ts';
export { BuildError, type ErrorCode, isBuildError } from './errors/build-error.ts';
export type { Mistake, Place } from './errors/mistake.ts';
export type { BuildEvent, EventArtifact, EventError } from './events/event.ts';
export type { BuildSummary } from './events/summary.ts';
export { definePlugin, field } from './plugins/define.ts';
export {
  type BuilderPlugin,
  type BuilderPluginScope,
  type ComponentPlugin,
  type FunctionPlugin,
  PLUGIN_API,
  type Plugin,
  type PluginArtifact,
  type PluginInput,
  type PostProcessorPlugin,
  type ProvisionerPlugin,
  type Rendering,
} from './plugins/plugin.ts';
export type { PostProcessScope } from './post-processors/post-processor.ts';
export type { ProvisionScope } from './provisioners/provisioner.ts';
export { parseTemplate } from './template/json/parse-template.ts';
export type { ComponentObject, TemplateObject } from './template/json/template-object.ts';
export type {
  Json,
  JsonObject,
  Template,
  TemplateBuilder,
  TemplatePostProcessor,
  TemplateProvisioner,
} from './template/model/template.ts';
export type { Decoded, Field, Fields } from './template/schema/field.ts';
