import { Emitter } from "../src/emitter";

describe("Emitter", () => {
  it("calls handlers until they are removed", () => {
    const emitter = new Emitter<{ ping: number }>();
    const seen: number[] = [];
    const off = emitter.on("ping", (n) => seen.push(n));
    emitter.emit("ping", 1);
    off();
    emitter.emit("ping", 2);
    expect(seen).toEqual([1]);
  });
});
