import { formatLayout } from '../../go/go-time-layout.ts';
import { strftime } from '../../go/strftime.ts';
import { parseDuration } from '../../schema/go-duration.ts';
import { STRING } from '../types/type.ts';
import { integerValue, objectValue, stringValue, type Value } from '../values/value.ts';
import { integerOf, number, text, textOf } from './define.ts';
import { formatDate } from './format-date.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';
import { dateParts, type Moment, parseTimestamp, rfc3339 } from './timestamp.ts';

export const DATES: Readonly<Record<string, HclFunction>> = {
  timestamp: {
    parameters: [],
    returns: STRING,
    call: (_values, { now }) => stringValue(rfc3339({ time: now(), offset: 0 })),
  },
  formatdate: {
    parameters: [text('format'), text('time')],
    returns: STRING,
    call: ([format, time]) =>
      stringValue(
        formatDate(
          textOf(format),
          parsed(textOf(time), (why) => new ArgumentError(1, why)),
        ),
      ),
  },
  timeadd: { parameters: [text('timestamp'), text('duration')], returns: STRING, call: addTime },
  legacy_isotime: started((time, format) =>
    format === undefined ? rfc3339({ time, offset: 0 }) : formatLayout(time, format),
  ),
  legacy_strftime: started((time, format) =>
    format === undefined ? rfc3339({ time, offset: 0 }) : strftime(time, format),
  ),
  rfc3339_parse: { parameters: [text('timestamp')], call: ([timestamp]) => parsedParts(textOf(timestamp)) },
  unix_timestamp_parse: { parameters: [number('unix_timestamp')], call: ([seconds]) => ofSeconds(seconds) },
};

function parsed(timestamp: string, fail: (why: string) => Error): Moment {
  const moment = parseTimestamp(timestamp);
  if ('why' in moment) throw fail(`not a valid RFC3339 timestamp: ${moment.why}`);
  return moment;
}

function addTime([timestamp, duration]: readonly Value[]): Value {
  const { time, offset } = parsed(textOf(timestamp), (why) => new FunctionError(why));
  const length = parseDuration(textOf(duration));
  if ('error' in length) throw new FunctionError(length.error);
  return stringValue(rfc3339({ time: new Date(time.getTime() + Math.trunc(length.value)), offset }));
}

/** The time at which the program started, in a format. */
function started(write: (time: Date, format: string | undefined) => string): HclFunction {
  return {
    parameters: [],
    rest: text('format'),
    returns: STRING,
    call: (formats, { startedAt }) => {
      if (formats.length > 1) {
        // Packer shows its values as Go does.
        const shown = formats.map((format) => `{{{{} 83}} ${textOf(format)}}`).join(' ');
        throw new FunctionError(`too many values, 1 needed: [${shown}]`);
      }
      return stringValue(write(startedAt, formats[0] === undefined ? undefined : textOf(formats[0])));
    },
  };
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function parsedParts(timestamp: string): Value {
  const moment = parseTimestamp(timestamp.replace(/^(\d{4}-\d\d-\d\d) /, '$1T'));
  if ('why' in moment)
    throw new ArgumentError(0, `${JSON.stringify(timestamp)} is not a valid RFC3339 timestamp`);
  return objectValue([...parts(moment), ['unix', integerValue(Math.floor(moment.time.getTime() / 1000))]]);
}

function ofSeconds(value: Value | undefined): Value {
  const seconds = integerOf(
    value,
    (why) =>
      new ArgumentError(
        0,
        `unix_timestamp must be a whole number of seconds representable as a 64-bit integer: ${why}`,
      ),
  );
  const moment = { time: new Date(seconds * 1000), offset: 0 };
  return objectValue([...parts(moment), ['rfc3339', stringValue(rfc3339(moment))]]);
}

function parts(moment: Moment): readonly (readonly [string, Value])[] {
  const { monthName, ...numbers } = dateParts(moment);
  const named = Object.entries(numbers).map(([name, value]) => [name, integerValue(value)] as const);
  return [
    ...named,
    ['month_name', stringValue(monthName)],
    ['weekday_name', stringValue(DAYS[numbers.weekday] ?? '')],
  ];
}
