const STEPS = [
    [1000, "M"], [900, "CM"], [500, "D"], [400, "CD"], [100, "C"], [90, "XC"],
    [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]
];

exports.toRoman = function (n) {
    if (!Number.isInteger(n)) {
        throw new TypeError("Only whole numbers, not " + n);
    }
    if (n < 1 || n > 3999) {
        throw new RangeError("Romans counted from 1 to 3999");
    }
    let out = "";
    for (const [value, letters] of STEPS) {
        while (n >= value) {
            out += letters;
            n -= value;
        }
    }
    return out;
};

/** NaN for anything that is not written properly. `lenient` accepts IIII as on clock faces. */
exports.fromRoman = function (text, lenient) {
    const s = String(text).toUpperCase().trim();
    const values = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
    if (s === "") return NaN;
    let total = 0;
    for (let i = 0; i < s.length; i++) {
        const value = values[s[i]];
        if (value === undefined) return NaN;
        const next = values[s[i + 1]] || 0;
        total += value < next ? -value : value;
    }
    if (lenient) return total > 0 ? total : NaN;
    return total >= 1 && total <= 3999 && exports.toRoman(total) === s ? total : NaN;
};

/** King Henry VIII → { name: "King Henry", number: 8 } */
exports.splitRegnal = function (title) {
    const m = /^(.*\S)\s+([IVXLCDM]+)\.?$/.exec(title);
    if (!m) return { name: title.trim(), number: null };
    const number = exports.fromRoman(m[2]);
    if (Number.isNaN(number)) return { name: title.trim(), number: null };
    return { name: m[1], number };
};
