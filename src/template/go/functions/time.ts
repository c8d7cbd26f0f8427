import { formatLayout } from '../go-time-layout.ts';
import { strftime } from '../strftime.ts';
import { timeOrderedUuid } from '../time-ordered-uuid.ts';
import { unanswered } from '../value.ts';
import { FunctionFailure, type FunctionTable, ofStrings } from './function.ts';

/** All but `uuid` tell the moment the process began, in UTC. */
export const timeFunctions: FunctionTable = {
  timestamp: ofStrings(0, (_, { now }) => String(Math.floor(now.getTime() / 1000))),
  isotime: {
    parameters: [],
    rest: 'string',
    call: (args, { now }) => {
      if (args.length > 1) throw new FunctionFailure(`too many values, 1 needed: [${args.join(' ')}]`);
      return formatLayout(now, args.length === 0 ? '2006-01-02T15:04:05Z07:00' : String(args[0]));
    },
  },
  strftime: ofStrings(1, ([format = ''], { now }) => strftime(now, format)),
  // Where a text is only looked through for questions, no UUID is used up.
  uuid: ofStrings(0, (_, { newUuid, waits }) =>
    waits === true && newUuid === undefined ? unanswered : (newUuid?.() ?? timeOrderedUuid(new Date())),
  ),
};
