// factor to the base unit of each dimension
const UNITS = {
    mm: ["length", 0.001], cm: ["length", 0.01], m: ["length", 1], km: ["length", 1000],
    in: ["length", 0.0254], ft: ["length", 0.3048], yd: ["length", 0.9144], mi: ["length", 1609.344],
    g: ["mass", 0.001], kg: ["mass", 1], t: ["mass", 1000], oz: ["mass", 0.028349523125], lb: ["mass", 0.45359237],
    ml: ["volume", 0.001], l: ["volume", 1], gal: ["volume", 3.785411784], pt: ["volume", 0.473176473]
};

function normalize(unit) {
    const alias = { '"': "in", "'": "ft", inch: "in", inches: "in", feet: "ft", foot: "ft", mile: "mi", miles: "mi", lbs: "lb", pounds: "lb", litre: "l", liter: "l" };
    const lower = String(unit).trim().toLowerCase();
    return alias[lower] || lower;
}

function temperature(value, from, to) {
    let kelvin;
    switch (from) {
        case "c":
            kelvin = value + 273.15;
            break;
        case "f":
            kelvin = ((value + 459.67) * 5) / 9;
            break;
        default:
            kelvin = value;
    }
    if (kelvin < -1e-9) {
        throw new RangeError("Colder than absolute zero: " + value + from);
    }
    if (to === "c") return kelvin - 273.15;
    if (to === "f") return (kelvin * 9) / 5 - 459.67;
    return kelvin;
}

/**
 * @param {number} value
 * @param {string} from
 * @param {string} to
 */
function convert(value, from, to) {
    const a = normalize(from);
    const b = normalize(to);
    const scales = ["c", "f", "k"];
    if (scales.includes(a) && scales.includes(b)) {
        return a === b ? value : temperature(value, a, b);
    }
    if (!UNITS[a]) throw new Error("Unknown unit: " + from);
    if (!UNITS[b]) throw new Error("Unknown unit: " + to);
    if (UNITS[a][0] !== UNITS[b][0]) {
        throw new Error("Cannot turn " + UNITS[a][0] + " into " + UNITS[b][0]);
    }
    return (value * UNITS[a][1]) / UNITS[b][1];
}

/** Sums up things like 5' 11" or "2 lb 3 oz" or "1m 20cm" in the unit that is asked for. */
function parseCompound(text, to) {
    const pattern = /(-?\d+(?:[.,]\d+)?)\s*([a-z]+|['"])/gi;
    let total = 0;
    let rest = text;
    let m;
    while ((m = pattern.exec(text)) !== null) {
        total += convert(parseFloat(m[1].replace(",", ".")), m[2], to);
        rest = rest.replace(m[0], "");
    }
    if (rest.trim() !== "" || rest === text) {
        throw new Error("Cannot read " + text);
    }
    return total;
}

/** Feet and inches with the nearest sixteenth: 5' 11 3/16" */
function formatFeet(meters) {
    const negative = meters < 0;
    let sixteenths = Math.round((Math.abs(meters) / 0.0254) * 16);
    const feet = Math.floor(sixteenths / 192);
    sixteenths -= feet * 192;
    const inches = Math.floor(sixteenths / 16);
    let top = sixteenths % 16;
    let bottom = 16;
    while (top > 0 && top % 2 === 0) {
        top /= 2;
        bottom /= 2;
    }
    const parts = [];
    if (feet > 0) parts.push(feet + "'");
    if (inches > 0 || top > 0 || feet === 0) {
        parts.push((top === 0 ? inches : inches === 0 ? top + "/" + bottom : inches + " " + top + "/" + bottom) + '"');
    }
    return (negative ? "-" : "") + parts.join(" ");
}

module.exports = { convert, parseCompound, formatFeet, normalize };
