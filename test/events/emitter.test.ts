import { describe, expect, it } from 'vitest';
import { createEmitter } from '../../src/events/emitter.ts';
import type { BuildEvent } from '../../src/events/event.ts';
import { createRedactor } from '../../src/events/redact.ts';

const note = (text: string): BuildEvent => ({ type: 'note', build: 'web', level: 'say', text });

describe('the emitter', () => {
  it('redacts an event before any listener sees it', () => {
    const redactor = createRedactor();
    redactor.hide(['hunter22']);
    const seen: BuildEvent[] = [];
    createEmitter(redactor, [(event) => seen.push(event)])(note('password hunter22'));
    expect(seen).toEqual([note('password <sensitive>')]);
  });

  it('knows secrets that are learned later', () => {
    const redactor = createRedactor();
    const seen: BuildEvent[] = [];
    const emit = createEmitter(redactor, [(event) => seen.push(event)]);
    redactor.hide(['late-one']);
    emit(note('late-one'));
    expect(seen).toEqual([note('<sensitive>')]);
  });

  it('keeps the event types whole when a secret is a part of them', () => {
    const redactor = createRedactor();
    redactor.hide(['o', 'say']);
    const seen: BuildEvent[] = [];
    createEmitter(redactor, [(event) => seen.push(event)])(note('n o'));
    expect(seen).toEqual([note('n <sensitive>')]);
  });

  it('gives the event to the other listeners when one fails', () => {
    const seen: BuildEvent[] = [];
    const broken = () => {
      throw new Error('disk full');
    };
    createEmitter(createRedactor(), [broken, (event) => seen.push(event)])(note('hello'));
    expect(seen).toHaveLength(1);
  });
});
