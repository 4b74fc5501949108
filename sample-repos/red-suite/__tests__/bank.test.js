const { ibanProblem, formatIban } = require("../lib/bank");

describe("IBAN", () => {
    test("knows a good one", () => {
        expect(ibanProblem("DE89 3704 0044 0532 0130 00")).toBeNull();
    });

    test("sees a typing error", () => {
        expect(ibanProblem("DE89 3704 0044 0532 0130 01")).toBe("checksum");
    });

    test("is printed in groups of four", () => {
        expect(formatIban("DE89370400440532013000")).toBe("DE89 3704 0044 0532 0130 00");
});
