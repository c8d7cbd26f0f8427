import { lexInsideAction } from './lex-action.ts';
import { Reader } from './reader.ts';
import type { Token } from './token.ts';

/** Splits a template text into tokens; an error token, or the end of the text, is the last one. */
export function lex(text: string): readonly Token[] {
  const reader = new Reader(text);
  while (!reader.done) {
    lexText(reader);
    if (!reader.done) lexAction(reader);
  }
  return reader.tokens;
}

function lexText(reader: Reader): void {
  const open = reader.text.indexOf('{{', reader.offset);
  if (open < 0) {
    reader.advance(reader.text.length);
    reader.emitUnlessEmpty('text');
    reader.emit('end-of-text');
    return;
  }
  reader.advance(reader.trimsLeft(open + 2) ? reader.trimmedEnd(open) : open);
  reader.emitUnlessEmpty('text');
  reader.skip(open);
}

function lexAction(reader: Reader): void {
  const inside = reader.offset + 2 + (reader.trimsLeft(reader.offset + 2) ? 2 : 0);
  if (reader.text.startsWith('/*', inside)) {
    lexComment(reader, inside);
    return;
  }
  reader.advance(reader.offset + 2);
  reader.emit('left-delimiter');
  reader.skip(inside);
  let parens = 0;
  while (!reader.done) {
    const close = reader.rightDelimiter();
    if (close !== undefined && parens > 0) reader.fail('unclosed left paren');
    else if (close !== undefined) {
      closeAction(reader, close);
      return;
    } else parens += lexInsideAction(reader);
  }
}

function closeAction(reader: Reader, trims: boolean): void {
  if (trims) reader.skip(reader.offset + 2);
  reader.advance(reader.offset + 2);
  reader.emit('right-delimiter');
  if (trims) reader.skipBlanks();
}

function lexComment(reader: Reader, inside: number): void {
  const end = reader.text.indexOf('*/', inside + 2);
  if (end < 0) {
    reader.fail('unclosed comment');
    return;
  }
  reader.skip(end + 2);
  const close = reader.rightDelimiter();
  if (close === undefined) {
    reader.fail('comment ends before closing delimiter');
    return;
  }
  reader.skip(reader.offset + (close ? 4 : 2));
  if (close) reader.skipBlanks();
}
