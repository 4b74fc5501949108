const { convert } = require("../lib/units");

test("miles to kilometres", () => {
    expect(convert(26.2, "mi", "km")).toBeCloseTo(42.165, 3);
});

test("does not mix dimensions", () => {
    expect(() => convert(1, "kg", "m")).toThrow("Cannot turn mass into length");
});
