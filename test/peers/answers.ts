import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { missing } from './program.ts';

/** How to put the records right; stands in every failure that this would mend. */
export const RECORD = 'record again with `npm run differential -- --record`';

/** A tenth of the questions is asked anew in each run: which one moves on with the day. */
const TENTHS = 10;
const today = Math.floor(Date.now() / 86_400_000) % TENTHS;
const { PACKER_ASKED: asked = String(today), PACKER_RECORD: record = '' } = process.env;
const absent = missing('packer');

/** Which answers come from Packer in this run, for whoever reads its output. */
export const whoIsAsked =
  absent ?? `Packer answers ${asked === 'all' ? 'everything' : `tenth ${asked} of 0 to 9`} itself`;

interface Row<Answer> {
  readonly name: string;
  /** Digest of what was asked. */
  readonly input: string;
  readonly answer: Answer;
}

/** What Packer answered, kept in the repository, so that not every run has to start it for every question. */
export interface Answers<Answer> {
  /** The recorded answer, or Packer's own where none is recorded, the input has changed, or its turn has come. */
  of(name: string, question: string, ask: () => Promise<Answer>): Promise<Answer>;
  /** To be called when all has been asked: what has to be recorded, or is recorded and no longer asked. */
  settle(): readonly string[];
}

export interface AnswersOptions<Answer> {
  /** Whether two answers say the same; default: they are equal. */
  readonly same?: (recorded: Answer, asked: Answer) => boolean;
}

/** The answers of one suite, which are in `recorded/SUITE.ndjson`: one answer a line. */
export function answersOf<Answer>(suite: string, options: AnswersOptions<Answer> = {}): Answers<Answer> {
  const file = new URL(`recorded/${suite}.ndjson`, import.meta.url).pathname;
  const known = read<Answer>(file);
  const used = new Map<string, Row<Answer>>();
  const stale = new Map<string, string>();
  const { same = isDeepStrictEqual } = options;
  return {
    async of(name, question, ask) {
      const input = digest(question);
      const row = known.get(name);
      const current = row?.input === input ? row : undefined;
      if (used.has(name)) throw new Error(`two questions of ${suite} are named ${name}`);
      if (current !== undefined) used.set(name, current);
      if (current !== undefined && !isTurnOf(`${suite}/${name}`)) return current.answer;
      if (absent !== undefined) {
        if (current !== undefined) return current.answer;
        throw new Error(`Packer's answer to ${suite}/${name} is not recorded, and ${absent}.`);
      }
      const answer = await ask();
      const agrees = current !== undefined && same(current.answer, answer);
      if (agrees) return current.answer;
      used.set(name, { name, input, answer });
      stale.set(name, why(row, input, answer));
      return answer;
    },
    settle() {
      const rows = [...used.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
      const gone = [...known.keys()].filter((name) => !used.has(name));
      if (record === '')
        return [
          ...[...stale].map(([name, reason]) => `${name} ${reason}`),
          ...gone.map((name) => `${name} is no longer asked`),
        ];
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      return [];
    },
  };
}

function why<Answer>(row: Row<Answer> | undefined, input: string, answer: Answer): string {
  if (row === undefined) return 'is not recorded';
  if (row.input !== input) return 'is asked otherwise than when it was recorded';
  return `is recorded as ${JSON.stringify(row.answer)}, and Packer answers ${JSON.stringify(answer)}`;
}

function read<Answer>(file: string): ReadonlyMap<string, Row<Answer>> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return new Map(lines.map((line) => JSON.parse(line)).map((row: Row<Answer>) => [row.name, row]));
}

function isTurnOf(name: string): boolean {
  return asked === 'all' || Number.parseInt(digest(name), 16) % TENTHS === Number(asked);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
