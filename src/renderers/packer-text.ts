import type { BuildEvent, EventArtifact, EventError } from '../events/event.ts';
import { noPaint, type Paint, paintOf } from './color.ts';
import { longDuration } from './durations.ts';
import type { Ui } from './ui.ts';
import { buildUi, rfc3339 } from './ui-lines.ts';

export interface PackerTextOptions {
  readonly ui: Ui;
  /** Names of the builds, sorted: they give the colours. */
  readonly builds: readonly string[];
  readonly color: boolean;
  /** Whether to say which build has which colour, as Packer does even where `PACKER_NO_COLOR` takes the colour away. */
  readonly introduce: boolean;
  readonly timestamps: boolean;
  /** Packer's later form: what scripts write looks like what builds say, and what leaves nothing has no run to name. */
  readonly plain?: boolean;
  /** The moment, for `-timestamp-ui`. */
  now(): Date;
}

/** Words the events of a run as Packer 1.6.6 does. Resources and steps have their words in the notes of their builder. */
interface PackerText {
  begin(): void;
  on(event: BuildEvent): void;
  /** What follows the last build: how long all took, the errors, the artifacts. */
  end(milliseconds: number, interrupted: boolean): void;
}

/** A renderer of Packer's own lines on `ui`. */
export function packerText(options: PackerTextOptions): PackerText {
  const { ui, builds } = options;
  const errors: [string, EventError][] = [];
  let artifacts: [string, EventArtifact][] = [];
  const kept: [string, EventArtifact['images']][] = [];
  const views = new Map(builds.map((name, index) => [name, viewOf(name, index, options)]));
  return {
    begin() {
      if (!options.introduce || builds.length === 0) return;
      for (const { name, paint } of views.values())
        ui.say(paint('say', `${name}: output will be in this color.`));
      ui.say('');
    },
    on(event) {
      const view = views.get(event.build) ?? viewOf(event.build, 0, options);
      // Of builds of one name the last one counts.
      if (event.type === 'run-started') artifacts = artifacts.filter(([name]) => name !== event.build);
      if (event.type === 'artifact') artifacts.push([event.build, event.artifact]);
      if (event.type === 'kept') kept.push([event.build, event.images]);
      if (event.type === 'run-ended' && event.error !== undefined) errors.push([event.build, event.error]);
      wordEvent(event, view);
    },
    end(milliseconds, interrupted) {
      ui.say(`\n==> Wait completed after ${longDuration(milliseconds)}`);
      if (interrupted) {
        ui.say('Cleanly cancelled builds after being interrupted.');
        return;
      }
      if (errors.length > 0) tellErrors(ui, errors);
      for (const [name, images] of kept)
        for (const { region, id, name: image } of images) ui.machine(name, 'kept-image', region, id, image);
      if (artifacts.length > 0) tellArtifacts(ui, artifacts);
      else ui.say('\n==> Builds finished but no artifacts were created.');
    },
  };
}

interface View {
  readonly name: string;
  readonly plain: boolean;
  readonly paint: Paint;
  /** Lines of the build, or of one of its post-processors. */
  lines(by?: string): Ui;
  /** A line of the build's own without its name before it. */
  bare(level: 'say' | 'error', text: string): void;
}

function viewOf(
  name: string,
  index: number,
  { ui, color, timestamps, now, plain = false }: PackerTextOptions,
): View {
  const paint = color ? paintOf(index) : noPaint;
  const stamp = () => (timestamps ? `${rfc3339(now())}: ` : '');
  return {
    name,
    paint,
    lines: (by) => {
      const lines = buildUi(ui, { name: by === undefined ? name : `${name} (${by})`, paint, stamp });
      return plain ? { ...lines, message: lines.say } : lines;
    },
    plain,
    bare: (level, text) => ui[level](paint(level, stamp() + text)),
  };
}

function wordEvent(event: BuildEvent, { name, lines, bare, plain }: View): void {
  if (event.type === 'run-started' && !(plain && event.leavesNothing === true))
    lines().say(event.resumed === true ? `Taking up run ${event.runId}` : `Run ${event.runId}`);
  if (event.type === 'note') lines(event.by)[event.level](event.text);
  if (event.type === 'output') lines(event.by)[event.stream === 'stdout' ? 'message' : 'error'](event.line);
  if (event.type === 'undo-failed') lines().error(`Cleaning up ${event.step} failed: ${event.error.message}`);
  if (event.type === 'run-ended') wordEnd(event, name, bare);
}

function wordEnd(
  { milliseconds, error }: Extract<BuildEvent, { readonly type: 'run-ended' }>,
  name: string,
  bare: View['bare'],
): void {
  const took = longDuration(milliseconds);
  if (error === undefined) bare('say', `Build '${name}' finished after ${took}.`);
  else bare('error', `Build '${name}' errored after ${took}: ${error.message}`);
}

function tellErrors(ui: Ui, errors: readonly (readonly [string, EventError])[]): void {
  ui.machine('', 'error-count', String(errors.length));
  ui.error("\n==> Some builds didn't complete successfully and had errors:");
  for (const [name, { message, hint }] of errors) {
    ui.machine(name, 'error', message);
    ui.error(`--> ${name}: ${message}`);
    if (hint !== undefined) ui.error(`    ${hint}`);
  }
}

function tellArtifacts(ui: Ui, artifacts: readonly (readonly [string, EventArtifact])[]): void {
  ui.say('\n==> Builds finished. The artifacts of successful builds are:');
  for (const name of new Set(artifacts.map(([build]) => build))) {
    const own = artifacts.filter(([build]) => build === name).map(([, artifact]) => artifact);
    ui.machine(name, 'artifact-count', String(own.length));
    for (const [index, artifact] of own.entries()) tellArtifact(ui, name, { index, artifact });
  }
}

function tellArtifact(
  ui: Ui,
  name: string,
  { index, artifact }: { readonly index: number; readonly artifact: EventArtifact },
): void {
  const row = (...data: readonly string[]) => ui.machine(name, 'artifact', String(index), ...data);
  row('builder-id', artifact.builderId);
  row('id', artifact.id);
  row('string', artifact.text);
  row('files-count', String(artifact.files.length));
  for (const [position, file] of artifact.files.entries()) row('file', String(position), file);
  row('end');
  ui.say(`--> ${name}: ${artifact.text}`);
}
