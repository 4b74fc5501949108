const { identify } = require("../lib/barcode");

// the scanner in the warehouse dumps its samples there
const folder = process.env.SCANNER_SAMPLES;
if (!folder) {
    throw new Error("SCANNER_SAMPLES is not set, ask Udo");
}
const samples = require(folder + "/samples.json");

test.each(samples)("knows %s", (code, kind) => {
    expect(identify(code)).toBe(kind);
});
