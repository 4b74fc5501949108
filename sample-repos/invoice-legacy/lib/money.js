'use strict';

var SYMBOLS = { EUR: '€', USD: '$', GBP: '£', CHF: 'CHF', JPY: '¥' };
var NO_CENTS = ['JPY', 'KRW', 'HUF'];

/**
 * Rounds half away from zero. Math.round alone rounds -2.5 to -2, which the auditors did not like.
 * @param {number} value
 * @param {number} [digits] default 2
 * @returns {number}
 */
exports.round = function round(value, digits) {
    if (typeof value !== 'number' || isNaN(value)) {
        throw new TypeError('round: not a number: ' + value);
    }
    var factor = Math.pow(10, digits === undefined ? 2 : digits);
    var scaled = Math.abs(value) * factor;
    // 1.005 * 100 is 100.49999999999999
    var rounded = Math.round(scaled + 1e-9 * Math.max(1, scaled)) / factor;
    return value < 0 ? 0 - rounded : rounded;
};

/**
 * Splits an amount by weights so that the parts add up to the cent. What is left over goes to the largest
 * remainders first.
 * @param {number} amount
 * @param {number[]} weights
 * @returns {number[]}
 */
exports.allocate = function allocate(amount, weights) {
    var sum = 0;
    var i;
    if (!weights || weights.length === 0) {
        throw new Error('allocate: no weights');
    }
    for (i = 0; i < weights.length; i++) {
        if (weights[i] < 0) {
            throw new RangeError('allocate: negative weight at ' + i);
        }
        sum += weights[i];
    }
    if (sum === 0) {
        throw new RangeError('allocate: weights add up to zero');
    }
    var cents = Math.round(Math.abs(amount) * 100);
    var shares = weights.map(function (weight, index) {
        var exact = (cents * weight) / sum;
        return { index: index, cents: Math.floor(exact), rest: exact - Math.floor(exact) };
    });
    var left = shares.reduce(function (n, share) {
        return n - share.cents;
    }, cents);
    shares
        .slice()
        .sort(function (a, b) {
            return b.rest - a.rest || a.index - b.index;
        })
        .forEach(function (share) {
            if (left > 0) {
                share.cents += 1;
                left -= 1;
            }
        });
    return shares.map(function (share) {
        return (amount < 0 ? -share.cents : share.cents) / 100;
    });
};

/**
 * @param {number} amount
 * @param {string} [currency] ISO code, default EUR
 * @param {{thousands?: string, decimal?: string, symbolFirst?: boolean, accounting?: boolean}} [options]
 */
exports.format = function format(amount, currency, options) {
    options = options || {};
    currency = currency || 'EUR';
    var digits = NO_CENTS.indexOf(currency) >= 0 ? 0 : 2;
    var value = exports.round(amount, digits);
    var negative = value < 0;
    var parts = Math.abs(value).toFixed(digits).split('.');
    var thousands = options.thousands === undefined ? ',' : options.thousands;
    var whole = parts[0].replace(/\B(?=(\d{3})+(?!\d))/g, thousands);
    var text = parts.length > 1 ? whole + (options.decimal || '.') + parts[1] : whole;
    var symbol = SYMBOLS[currency] || currency;
    if (options.symbolFirst) {
        text = symbol.length > 1 ? symbol + ' ' + text : symbol + text;
    } else {
        text = text + ' ' + symbol;
    }
    if (!negative) {
        return text;
    }
    return options.accounting ? '(' + text + ')' : '-' + text;
};

/**
 * Reads amounts as people type them: 1.234,56 and 1,234.56 and 1'234.50 and (12.00) for minus.
 * @returns {number} NaN when it is no amount
 */
exports.parse = function parse(text) {
    if (typeof text === 'number') return text;
    var s = String(text).replace(/[€$£¥\s']/g, '').replace(/^(EUR|USD|GBP|CHF)|(EUR|USD|GBP|CHF)$/i, '');
    var sign = 1;
    if (/^\(.*\)$/.test(s)) {
        sign = -1;
        s = s.slice(1, -1);
    }
    if (s.charAt(0) === '-' || s.charAt(s.length - 1) === '-') {
        sign = -sign;
        s = s.replace(/^-|-$/, '');
    }
    var comma = s.lastIndexOf(',');
    var dot = s.lastIndexOf('.');
    if (comma > dot) {
        // 1,234 is one thousand, 1,23 is one and a bit
        if (dot === -1 && /^\d{1,3}(,\d{3})+$/.test(s)) {
            s = s.replace(/,/g, '');
        } else {
            s = s.replace(/\./g, '').replace(',', '.');
        }
    } else if (dot > comma && comma !== -1) {
        s = s.replace(/,/g, '');
    }
    if (!/^\d+(\.\d+)?$/.test(s)) {
        return NaN;
    }
    return sign * parseFloat(s);
};
