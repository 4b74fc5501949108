const { Money } = require("../lib/money");

test("adds", () => {
    expect(Money.parse("1.50 EUR").plus(Money.parse("2.25 EUR")).toString()).toBe("3.75 EUR");
});

test("rounds half up", () => {
    expect(Money.parse("0.25 EUR").times(0.5).cents).toBe(12);
    expect(Money.parse("0.05 EUR").times(0.5).cents).toBe(3);
});
