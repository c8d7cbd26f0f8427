/** What a string of JSON stands for; where it is wrong instead, counted from its start. */
export function jsonString(text: string): string | { readonly faultAt: number } {
  try {
    return String(JSON.parse(text)).replace(unpaired, '\ufffd');
  } catch {
    return { faultAt: faultAt(text) };
  }
}

const unpaired = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const wholeEscape = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const begunEscape = /\\(?:u[\dA-Fa-f]{0,3})?/y;

/** Right after the first character that cannot be; the end where one is missing. */
function faultAt(text: string): number {
  let at = 1;
  while (at < text.length) {
    if (text[at] === '\\') {
      wholeEscape.lastIndex = at;
      if (!wholeEscape.test(text)) {
        begunEscape.lastIndex = at;
        begunEscape.test(text);
        return Math.min(begunEscape.lastIndex + 1, text.length);
      }
      at = wholeEscape.lastIndex;
    } else at += 1;
  }
  return text.length;
}
