function eanDigit(body) {
    let sum = 0;
    for (let i = body.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) {
        sum += Number(body[i]) * weight;
    }
    return (10 - (sum % 10)) % 10;
}

function isbn10Digit(body) {
    let sum = 0;
    for (let i = 0; i < 9; i++) sum += Number(body[i]) * (10 - i);
    const check = (11 - (sum % 11)) % 11;
    return check === 10 ? "X" : String(check);
}

/** Which kind of code this is, or null. */
exports.identify = function (raw) {
    const code = String(raw).replace(/[\s-]/g, "").toUpperCase();
    if (/^\d{9}[\dX]$/.test(code)) {
        return isbn10Digit(code) === code[9] ? "ISBN-10" : null;
    }
    if (!/^\d+$/.test(code)) return null;
    const ok = eanDigit(code.slice(0, -1)) === Number(code.slice(-1));
    switch (code.length) {
        case 8:
            return ok ? "EAN-8" : null;
        case 12:
            return ok ? "UPC-A" : null;
        case 13:
            if (!ok) return null;
            if (/^97[89]/.test(code)) return code.startsWith("9790") ? "ISMN" : "ISBN-13";
            return code[0] === "2" ? "in-store" : "EAN-13";
        case 14:
            return ok ? "GTIN-14" : null;
        default:
            return null;
    }
};

exports.toIsbn13 = function (isbn10) {
    const code = String(isbn10).replace(/[\s-]/g, "").toUpperCase();
    if (exports.identify(code) !== "ISBN-10") throw new Error("Not an ISBN-10: " + isbn10);
    const body = "978" + code.slice(0, 9);
    return body + eanDigit(body);
};

/** Price or weight hidden in the codes of the cheese counter: 2 AAAAA C PPPP or 2 AAAAA WWWWW. */
exports.parseInStore = function (code) {
    if (exports.identify(code) !== "in-store") return null;
    const value = Number(code.slice(7, 12));
    if (/^2[0-4]/.test(code)) return { article: code.slice(2, 7), cents: value };
    if (/^2[5-8]/.test(code)) return { article: code.slice(2, 7), grams: value };
    return { article: code.slice(2, 12) };
};
