'use strict';

// Dates are plain {y, m, d} objects since the time zone disaster of 2016.

var MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
var DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(y) {
    return (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
}

function daysIn(y, m) {
    return m === 2 && isLeap(y) ? 29 : DAYS_IN_MONTH[m - 1];
}

function make(y, m, d) {
    if (m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) {
        return null;
    }
    return { y: y, m: m, d: d };
}

function century(yy) {
    return yy < 70 ? 2000 + yy : 1900 + yy;
}

/**
 * Understands 2019-03-01, 20190301, 1.3.2019, 1.3.19, 03/01/2019 (American) and 1 Mar 2019.
 * @returns {{y: number, m: number, d: number}|null}
 */
function parse(text) {
    var hit;
    if (text && typeof text === 'object' && text.y) {
        return make(text.y, text.m, text.d);
    }
    if (typeof text !== 'string') {
        return null;
    }
    text = text.trim();
    if ((hit = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)) || (hit = /^(\d{4})(\d{2})(\d{2})$/.exec(text))) {
        return make(+hit[1], +hit[2], +hit[3]);
    }
    if ((hit = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/.exec(text))) {
        return make(hit[3].length === 2 ? century(+hit[3]) : +hit[3], +hit[2], +hit[1]);
    }
    if ((hit = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text))) {
        return make(+hit[3], +hit[1], +hit[2]);
    }
    if ((hit = /^(\d{1,2})\s+([a-z]{3})[a-z]*\.?\s+(\d{4})$/i.exec(text))) {
        var month = MONTHS.indexOf(hit[2].toLowerCase());
        return month === -1 ? null : make(+hit[3], month + 1, +hit[1]);
    }
    return null;
}

function pad(n) {
    return n < 10 ? '0' + n : String(n);
}

function toISO(date) {
    return date.y + '-' + pad(date.m) + '-' + pad(date.d);
}

/** Days since 1970-01-01. */
function toDays(date) {
    return Math.round(Date.UTC(date.y, date.m - 1, date.d) / 86400000);
}

function fromDays(days) {
    var js = new Date(days * 86400000);
    return { y: js.getUTCFullYear(), m: js.getUTCMonth() + 1, d: js.getUTCDate() };
}

function addDays(date, n) {
    return fromDays(toDays(date) + n);
}

/** 31 January plus one month is the last of February. */
function addMonths(date, n) {
    var index = date.y * 12 + (date.m - 1) + n;
    var y = Math.floor(index / 12);
    var m = (index % 12) + 1;
    return { y: y, m: m, d: Math.min(date.d, daysIn(y, m)) };
}

function endOfMonth(date) {
    return { y: date.y, m: date.m, d: daysIn(date.y, date.m) };
}

/** 1 = Monday ... 7 = Sunday */
function weekday(date) {
    var n = (toDays(date) + 3) % 7;
    return (n < 0 ? n + 7 : n) + 1;
}

function isoWeek(date) {
    var thursday = addDays(date, 4 - weekday(date));
    var first = toDays({ y: thursday.y, m: 1, d: 1 });
    return { year: thursday.y, week: Math.floor((toDays(thursday) - first) / 7) + 1 };
}

/** Easter Sunday, Gauss with Lichtenberg's correction. */
function easter(y) {
    var k = Math.floor(y / 100);
    var m = 15 + Math.floor((3 * k + 3) / 4) - Math.floor((8 * k + 13) / 25);
    var s = 2 - Math.floor((3 * k + 3) / 4);
    var a = y % 19;
    var d = (19 * a + m) % 30;
    var r = Math.floor((d + Math.floor(a / 11)) / 29);
    var og = 21 + d - r;
    var sz = 7 - ((y + Math.floor(y / 4) + s) % 7);
    var oe = 7 - ((og - sz) % 7);
    var march = og + oe;
    return march > 31 ? { y: y, m: 4, d: march - 31 } : { y: y, m: 3, d: march };
}

function isHoliday(date, country) {
    var key = pad(date.m) + '-' + pad(date.d);
    var fixed = {
        DE: ['01-01', '05-01', '10-03', '12-25', '12-26'],
        AT: ['01-01', '01-06', '05-01', '08-15', '10-26', '11-01', '12-08', '12-25', '12-26'],
        GB: ['01-01', '12-25', '12-26']
    }[country];
    if (!fixed) {
        return false;
    }
    if (fixed.indexOf(key) !== -1) {
        return true;
    }
    var offset = toDays(date) - toDays(easter(date.y));
    switch (offset) {
        case -2: // Good Friday
            return country !== 'AT';
        case 1:
            return true;
        case 39: // Ascension
        case 50:
            return country !== 'GB';
        case 60:
            return country === 'AT';
        default:
            return false;
    }
}

function nextWorkday(date, country) {
    var day = date;
    while (weekday(day) > 5 || isHoliday(day, country)) {
        day = addDays(day, 1);
    }
    return day;
}

/**
 * Payment terms as sales writes them: "net 30", "30 days", "EOM", "EOM+15", "2/10 net 30", "due on receipt".
 * @returns {{due: object, skonto: {percent: number, until: object}|null}}
 */
function applyTerms(date, terms) {
    var hit;
    var text = String(terms == null ? '' : terms).trim().toLowerCase();
    if (text === '' || text === 'due on receipt' || text === 'cod') {
        return { due: date, skonto: null };
    }
    if ((hit = /^(?:net\s*)?(\d+)(?:\s*days?)?$/.exec(text))) {
        return { due: addDays(date, +hit[1]), skonto: null };
    }
    if ((hit = /^eom(?:\s*\+\s*(\d+))?$/.exec(text))) {
        return { due: addDays(endOfMonth(date), hit[1] ? +hit[1] : 0), skonto: null };
    }
    if ((hit = /^(\d+(?:\.\d+)?)\s*\/\s*(\d+),?\s*(?:net|n)\s*\/?\s*(\d+)$/.exec(text))) {
        if (+hit[2] > +hit[3]) {
            throw new Error('Discount period is longer than the term: ' + terms);
        }
        return {
            due: addDays(date, +hit[3]),
            skonto: { percent: +hit[1], until: addDays(date, +hit[2]) }
        };
    }
    throw new Error('Unknown payment terms: ' + terms);
}

module.exports = {
    isLeap: isLeap,
    daysIn: daysIn,
    parse: parse,
    toISO: toISO,
    toDays: toDays,
    fromDays: fromDays,
    addDays: addDays,
    addMonths: addMonths,
    endOfMonth: endOfMonth,
    weekday: weekday,
    isoWeek: isoWeek,
    easter: easter,
    isHoliday: isHoliday,
    nextWorkday: nextWorkday,
    applyTerms: applyTerms
};
