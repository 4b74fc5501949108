/** Collects the output of a process within a bound: the beginning and the end are kept, the middle is counted. */

/** A sink for chunks that holds `maxBytes` at the most. */
export interface CappedText {
  add(chunk: Buffer): void;
  /** The kept text; one line in place of a gap gives the number of bytes. */
  text(): string;
}

/** Makes an empty sink; half of `maxBytes` goes to the beginning of the output and half to its end. */
export function createCappedText(maxBytes: number): CappedText {
  const headBytes = Math.ceil(maxBytes / 2);
  const tailBytes = maxBytes - headBytes;
  const head: Buffer[] = [];
  let headSize = 0;
  let tail: Buffer[] = [];
  let tailSize = 0;
  let total = 0;

  const trimTail = () => {
    if (tailSize < 2 * tailBytes + 65_536) return;
    const kept = lastBytes(tail, tailBytes);
    tail = [kept];
    tailSize = kept.length;
  };

  return {
    add(chunk) {
      total += chunk.length;
      const forHead = chunk.subarray(0, headBytes - headSize);
      if (forHead.length > 0) head.push(forHead);
      headSize += forHead.length;
      const rest = chunk.subarray(forHead.length);
      if (rest.length === 0) return;
      tail.push(rest);
      tailSize += rest.length;
      trimTail();
    },
    text() {
      const end = lastBytes(tail, tailBytes);
      const leftOut = total - headSize - end.length;
      const start = Buffer.concat(head);
      if (leftOut === 0) return Buffer.concat([start, end]).toString('utf8');
      return `${start.toString('utf8')}\n[${leftOut} bytes left out]\n${end.toString('utf8')}`;
    },
  };
}

function lastBytes(chunks: readonly Buffer[], count: number): Buffer {
  const all = Buffer.concat(chunks);
  return all.subarray(Math.max(0, all.length - count));
}
