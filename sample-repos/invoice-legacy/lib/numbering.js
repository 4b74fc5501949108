'use strict';

/**
 * Document numbers such as INV-2019-00042-7. The last digit is a Damm check digit.
 */

var DAMM = [
    '0317598642', '7092154863', '4206871359', '1750983426', '6123045978',
    '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'
];

function Sequence(prefix, start) {
    if (!(this instanceof Sequence)) return new Sequence(prefix, start);
    this.prefix = prefix;
    this.counters = {};
    this.start = start || 1;
    this.locked = {};
}

Sequence.prototype.next = function (year) {
    if (this.locked[year]) {
        throw new Error('Year ' + year + ' is closed');
    }
    var n = this.counters[year] === undefined ? this.start : this.counters[year] + 1;
    if (n > 99999) {
        throw new Error('Out of numbers for ' + year);
    }
    this.counters[year] = n;
    return exports.compose(this.prefix, year, n);
};

/** Closes a year. Only years with numbers can be closed, and only after the years before them. */
Sequence.prototype.close = function (year) {
    var self = this;
    if (this.counters[year] === undefined) {
        throw new Error('Nothing to close in ' + year);
    }
    Object.keys(this.counters).forEach(function (other) {
        if (Number(other) < year && !self.locked[other]) {
            throw new Error('Close ' + other + ' first');
        }
    });
    this.locked[year] = true;
    return this.counters[year];
};

exports.Sequence = Sequence;

exports.checkDigit = function (digits) {
    var interim = 0;
    for (var i = 0; i < digits.length; i++) {
        interim = Number(DAMM[interim].charAt(Number(digits.charAt(i))));
    }
    return interim;
};

exports.compose = function (prefix, year, n) {
    var serial = ('00000' + n).slice(-5);
    return prefix + '-' + year + '-' + serial + '-' + exports.checkDigit(year + serial);
};

exports.parse = function (text) {
    var hit = /^([A-Z]{2,4})-(\d{4})-(\d{5})-(\d)$/.exec(text);
    if (!hit) {
        return null;
    }
    if (exports.checkDigit(hit[2] + hit[3] + hit[4]) !== 0) {
        return null;
    }
    return { prefix: hit[1], year: Number(hit[2]), serial: Number(hit[3]) };
};

function mod97(text) {
    var rest = 0;
    for (var i = 0; i < text.length; i++) {
        var code = text.charCodeAt(i);
        if (code >= 65 && code <= 90) {
            rest = (rest * 100 + (code - 55)) % 97;
        } else {
            rest = (rest * 10 + (code - 48)) % 97;
        }
    }
    return rest;
}

/** Structured creditor reference (RF..) for bank transfers. */
exports.reference = function (text) {
    var body = String(text).toUpperCase().replace(/[^A-Z0-9]/g, '');
    if (body.length === 0 || body.length > 21) {
        throw new RangeError('Reference needs 1 to 21 letters or digits');
    }
    var check = 98 - mod97(body + 'RF00');
    return 'RF' + (check < 10 ? '0' : '') + check + body;
};

exports.isReference = function (text) {
    var s = String(text).toUpperCase().replace(/\s/g, '');
    return /^RF\d\d[A-Z0-9]{1,21}$/.test(s) && mod97(s.slice(4) + s.slice(0, 4)) === 1;
};
