const LENGTHS = { AT: 20, BE: 16, CH: 21, DE: 22, ES: 24, FR: 27, GB: 22, IT: 27, NL: 18, PL: 28 };

function mod97(text) {
    let rest = 0;
    for (const c of text) {
        const n = c >= "A" ? c.charCodeAt(0) - 55 : Number(c);
        rest = (rest * (n > 9 ? 100 : 10) + n) % 97;
    }
    return rest;
}

/** Null when fine, else what is wrong. */
function ibanProblem(raw) {
    const iban = String(raw).replace(/\s+/g, "").toUpperCase();
    if (iban === "") return "empty";
    if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban)) return "format";
    const length = LENGTHS[iban.slice(0, 2)];
    if (!length) return "country";
    if (iban.length !== length) return iban.length < length ? "too short" : "too long";
    if (mod97(iban.slice(4) + iban.slice(0, 4)) !== 1) return "checksum";
    return null;
}

function formatIban(raw) {
    const iban = String(raw).replace(/\s+/g, "").toUpperCase();
    return iban.replace(/(.{4})(?=.)/g, "$1 ");
}

/** Builds an IBAN out of German bank code and account number. */
function germanIban(bankCode, account) {
    const code = String(bankCode).replace(/\s/g, "");
    const number = String(account).replace(/\s/g, "");
    if (!/^[1-8]\d{7}$/.test(code)) throw new Error("Bad bank code: " + bankCode);
    if (!/^\d{1,10}$/.test(number) || /^0+$/.test(number)) throw new Error("Bad account: " + account);
    const body = code + number.padStart(10, "0");
    const check = 98 - mod97(body + "DE00");
    return "DE" + String(check).padStart(2, "0") + body;
}

function digitSum(n) {
    return n > 9 ? Math.floor(n / 10) + (n % 10) : n;
}

/** A few of the check digit methods of German account numbers, by their official code. */
const METHODS = {
    "00": function (digits) {
        const sum = digits.slice(0, 9).reduceRight((acc, d, i) => acc + digitSum(d * ((9 - i) % 2 === 1 ? 2 : 1)), 0);
        return (10 - (sum % 10)) % 10;
    },
    "01": function (digits) {
        const weights = [1, 7, 3, 1, 7, 3, 1, 7, 3];
        return (10 - (digits.slice(0, 9).reduce((acc, d, i) => acc + d * weights[i], 0) % 10)) % 10;
    },
    "06": function (digits) {
        const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2];
        const rest = digits.slice(0, 9).reduce((acc, d, i) => acc + d * weights[i], 0) % 11;
        return rest <= 1 ? 0 : 11 - rest;
    },
    "09": null
};

function checkAccount(account, method) {
    if (!Object.prototype.hasOwnProperty.call(METHODS, method)) {
        throw new Error("Unknown method " + method);
    }
    const text = String(account).padStart(10, "0");
    if (!/^\d{10}$/.test(text)) return false;
    if (METHODS[method] === null) return true; // no check digit
    const digits = text.split("").map(Number);
    return METHODS[method](digits) === digits[9];
}

/** BIC: DEUTDEFF or DEUTDEFF500 */
function parseBic(text) {
    const m = /^([A-Z]{4})([A-Z]{2})([A-Z0-9]{2})([A-Z0-9]{3})?$/.exec(String(text).toUpperCase());
    if (!m) return null;
    return {
        bank: m[1],
        country: m[2],
        location: m[3],
        branch: m[4] && m[4] !== "XXX" ? m[4] : null,
        test: m[3][1] === "0"
    };
}

module.exports = { ibanProblem, formatIban, germanIban, checkAccount, parseBic };
