import { expect, it } from 'vitest';
import { longDuration, shortDuration } from '../../src/renderers/durations.ts';

it.each([
  [0.019, '19 microseconds'],
  [14.311, '14 milliseconds 311 microseconds'],
  [1_112, '1 second 112 milliseconds'],
  [300_310, '5 minutes 310 milliseconds'],
  [3_661_000, '1 hour 1 minute'],
  [0, '0 microseconds'],
])('words %d ms as Packer does', (milliseconds, text) => {
  expect(longDuration(milliseconds)).toBe(text);
});

it.each([
  [85.4, '85 ms'],
  [1_234, '1.2 s'],
  [59_960, '1 min 00 s'],
  [245_000, '4 min 05 s'],
  [3_720_000, '1 h 02 min'],
])('words %d ms for a table', (milliseconds, text) => {
  expect(shortDuration(milliseconds)).toBe(text);
});
