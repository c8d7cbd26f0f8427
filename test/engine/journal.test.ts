import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../src/engine/journal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const file = () => join(temporaryFolder('journal'), 'journal.ndjson');
const header = {
  version: 1,
  id: 'r1',
  build: 'b',
  builder: 'alicloud-ecs',
  template: '/t.json',
  digest: 'd',
  region: 'cn-hangzhou',
};

describe('a journal', () => {
  it('gives the same state after it is opened again', () => {
    const path = file();
    const first = openJournal(path);
    first.write({ type: 'run', ...header });
    first.write({ type: 'started', step: 'vpc' });
    first.write({ type: 'asking', step: 'vpc', key: '' });
    first.write({ type: 'made', step: 'vpc', key: '', id: 'vpc-1' });
    first.write({ type: 'done', step: 'vpc', fact: { vpcId: 'vpc-1' } });
    first.close();
    const again = openJournal(path);
    expect(again.state).toEqual(first.state);
    expect(again.state.header).toEqual(header);
    expect(again.state.steps.get('vpc')).toMatchObject({ status: 'done', fact: { vpcId: 'vpc-1' } });
    again.close();
  });

  it('knows a creating call without an answer', () => {
    const journal = openJournal(file());
    journal.write({ type: 'asking', step: 'instance', key: '' });
    expect(journal.state.steps.get('instance')?.unanswered).toEqual(new Set(['']));
    journal.write({ type: 'refused', step: 'instance', key: '' });
    expect(journal.state.steps.get('instance')?.unanswered).toEqual(new Set());
    journal.close();
  });

  it('is readable by its owner alone', () => {
    const path = file();
    openJournal(path).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('cuts off a last line that a crash left unfinished, and goes on behind it', () => {
    const path = file();
    const journal = openJournal(path);
    journal.write({ type: 'started', step: 'vpc' });
    journal.close();
    appendFileSync(path, '{"at":"2026","type":"made","st');
    const again = openJournal(path);
    again.write({ type: 'failed', step: 'vpc', code: 'cancelled', message: 'é' });
    again.close();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(['started', 'failed']);
  });

  it('refuses an unreadable whole line with its place', () => {
    const path = file();
    writeFileSync(path, '{"type":"started","step":"a"}\nnonsense\n');
    expect(() => openJournal(path)).toThrow(`Reading the journal ${path}: line 2 is not JSON.`);
  });

  it('refuses a journal of a newer version with both numbers', () => {
    const path = file();
    writeFileSync(path, `${JSON.stringify({ type: 'run', ...header, version: 7 })}\n`);
    expect(() => openJournal(path)).toThrow('it has version 7, this program knows version 1.');
  });

  it('names the folder that cannot be written', () => {
    expect(() => openJournal('/proc/none/journal.ndjson')).toThrow(
      /^Writing the journal \/proc\/none\/journal.ndjson: /,
    );
  });
});
