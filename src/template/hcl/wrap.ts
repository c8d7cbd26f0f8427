/** Breaks a text at blanks into lines of at most so many characters; longer words stay whole. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n');
}

/** Blanks at a break are dropped. */
function wrappedLine(line: string, width: number): string {
  let [result, column] = ['', 0];
  for (const [, blanks = '', word = ''] of line.matchAll(/(\s*)(\S*)/gu)) {
    const [gap, length] = [Array.from(blanks).length, Array.from(word).length];
    if (length > 0 && column > 0 && column + gap + length > width && length < width) {
      result += `\n${word}`;
      column = length;
    } else {
      result += blanks + word;
      column += gap + length;
    }
  }
  return result;
}
