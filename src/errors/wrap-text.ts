/** Packer wraps what it says about a template at this column. */
const WIDTH = 80;

/** Breaks lines at blanks so that none is longer than 80 characters, if its words allow it. */
export function wrapText(text: string): string {
  return text.split('\n').map(wrapLine).join('\n');
}

/** A blank that would be the last of a line is dropped at a break and kept at the end of the text. */
function wrapLine(line: string): string {
  let out = '';
  let used = 0;
  for (const [, blanks = '', word = ''] of line.matchAll(/([^\S\u00a0]*)((?:\S|\u00a0)*)/g)) {
    const before = used + blanks.length;
    const length = Array.from(word).length;
    if (before + length > WIDTH && word !== '' && before > 1) {
      out += `\n${word}`;
      used = length;
    } else if (word !== '' || before <= WIDTH) {
      out += blanks + word;
      used = before + length;
    }
  }
  return out;
}
