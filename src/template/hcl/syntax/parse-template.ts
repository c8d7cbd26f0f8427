import type { Expression } from './node.ts';
import { parseDirective } from './parse-directive.ts';
import { parseExpression } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import { literalText } from './string-literal.ts';
import { assembleTemplate, type TemplatePart } from './template-parts.ts';
import type { Token, TokenKind } from './token.ts';

/** A quoted text or heredoc. */
export function parseQuotedTemplate(parser: Parser): Expression {
  const open = parser.read();
  const end = open.kind === 'open-quote' ? 'close-quote' : 'close-heredoc';
  const flush = parser.text(open).startsWith('<<-');
  return parser.withNewlines(false, () => parseTemplateUntil(parser, { open, end, flush }));
}

interface Bounds {
  readonly open: Token;
  readonly end: TokenKind;
  /** Indentation that all lines share is removed. */
  readonly flush: boolean;
}

/** The parts of a template up to what ends it. */
export function parseTemplateUntil(parser: Parser, { open, end, flush }: Bounds): Expression {
  const parts: TemplatePart[] = [];
  const first = parser.peek();
  let trims = false;
  for (;;) {
    const token = parser.read();
    if (token.kind === end) break;
    if (token.kind === 'quoted-text' || token.kind === 'heredoc-text') {
      const text = literalText(parser, token);
      parts.push({ kind: 'text', text: trims ? text.trimStart() : text, range: parser.range(token) });
      trims = false;
    } else if (token.kind === '${' || token.kind === '%{') {
      if (parser.text(token).endsWith('~')) trimLast(parts);
      const { part, close } = parser.withNewlines(false, () => parseSequence(parser, { token, first, end }));
      if (part !== undefined) parts.push(part);
      trims = close !== undefined && parser.text(close) === '~}';
    } else {
      const subject = parser.range(token);
      parser.reportFollowing(
        'Unterminated template string',
        'No closing marker was found for the string.',
        subject,
        parser.span(first, token),
      );
      parser.recover(end);
      break;
    }
  }
  return assembleTemplate(parser, { parts, flush, range: parser.span(open, parser.previous) });
}

/** Blanks are trimmed from the literal right before. */
function trimLast(parts: TemplatePart[]): void {
  const last = parts.at(-1);
  if (last?.kind === 'text') parts[parts.length - 1] = { ...last, text: last.text.trimEnd() };
}

interface Sequence {
  readonly token: Token;
  readonly first: Token;
  readonly end: TokenKind;
}

interface Read {
  readonly part: TemplatePart | undefined;
  /** What closed it; none where it had to be skipped. */
  readonly close: Token | undefined;
}

function parseSequence(parser: Parser, sequence: Sequence): Read {
  if (sequence.token.kind === '%{') return parseDirective(parser, sequence.token);
  const expression = parseExpression(parser);
  const close = parser.peek();
  const part = { kind: 'value', expression, range: parser.span(sequence.token, close) } as const;
  if (close.kind === 'sequence-end') return { part, close: parser.read() };
  reportUnclosed(parser, sequence, close);
  parser.recover('sequence-end');
  return { part, close: undefined };
}

const UNCLOSED = 'Unclosed template interpolation sequence';
const EXTRA = 'Extra characters after interpolation expression';

function reportUnclosed(parser: Parser, { token, first, end }: Sequence, found: Token): void {
  const place = found.kind === 'end' ? 'file' : 'quoted template';
  const quote = (found.kind === 'open-quote' || found.kind === 'close-quote') && end === 'close-quote';
  if (found.kind === 'end' || quote) {
    const detail = `There is no closing brace for this interpolation sequence before the end of the ${place}. This might be caused by incorrect nesting inside the given expression.`;
    parser.reportFollowing(UNCLOSED, detail, parser.range(first));
    return;
  }
  const way = `escape it by starting with "$\${" instead of just "\${".`;
  const detail =
    found.kind === ':'
      ? `Template interpolation doesn't expect a colon at this location. Did you intend this to be a literal sequence to be processed as part of another language? If so, you can ${way}`
      : `Expected a closing brace to end the interpolation expression, but found extra characters.\n\nThis can happen when you include interpolation syntax for another language, such as shell scripting, but forget to escape the interpolation start token. If this is an embedded sequence for another language, ${way}`;
  parser.reportFollowing(EXTRA, detail, parser.range(found), parser.span(token, found));
}
