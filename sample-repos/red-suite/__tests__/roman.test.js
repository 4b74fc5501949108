const { toRoman, fromRoman } = require("../lib/roman");

describe("roman numerals", () => {
    test("writes years", () => {
        expect(toRoman(1984)).toBe("MCMLXXXIV");
    });

    test("reads them again", () => {
        expect(fromRoman("mcmlxxxiv")).toBe(1984);
    });

    test("does not read nonsense", () => {
        expect(fromRoman("IIX")).toBeNaN();
    });
});
