/** The bytes of a stream in blocks of one size; the last one may be smaller. */
export async function* blocks(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    held.push(chunk);
    length += chunk.length;
    if (length < size) continue;
    let whole = Buffer.concat(held);
    for (; whole.length >= size; whole = whole.subarray(size)) yield whole.subarray(0, size);
    held = [whole];
    length = whole.length;
  }
  if (length > 0) yield Buffer.concat(held);
}
