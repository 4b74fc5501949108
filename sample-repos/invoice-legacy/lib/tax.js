'use strict';

var dates = require('./dates');
var money = require('./money');

// [from, standard, reduced]; newest first
var RATES = {
    DE: [['2021-01-01', 19, 7], ['2020-07-01', 16, 5], ['2007-01-01', 19, 7], ['1998-04-01', 16, 7]],
    AT: [['2016-01-01', 20, 10], ['1984-01-01', 20, 10]],
    FR: [['2014-01-01', 20, 5.5], ['2000-04-01', 19.6, 5.5]],
    GB: [['2011-01-04', 20, 5], ['2010-01-01', 17.5, 5], ['2008-12-01', 15, 5], ['1991-04-01', 17.5, 5]],
    NL: [['2019-01-01', 21, 9], ['2012-10-01', 21, 6], ['2001-01-01', 19, 6]],
    CH: [['2018-01-01', 7.7, 2.5], ['2011-01-01', 8, 2.5]]
};
var EU = ['DE', 'AT', 'FR', 'NL', 'BE', 'ES', 'IT', 'PL'];
var REDUCED = ['books', 'food', 'newspapers', 'public-transport'];
var EXEMPT = ['insurance', 'postage', 'medical'];

/**
 * VAT of a net amount. `tax(100, 'DE')` is 19.
 * @param {number} net
 * @param {string} country
 * @param {{category?: string, date?: string}} [options]
 */
function tax(net, country, options) {
    options = options || {};
    return money.round((net * tax.rateFor(country, options.category, options.date)) / 100);
}

tax.rateFor = function (country, category, date) {
    var periods = RATES[String(country).toUpperCase()];
    if (!periods) {
        throw new Error('No VAT rates for ' + country);
    }
    if (EXEMPT.indexOf(category) !== -1) {
        return 0;
    }
    var day = date ? dates.parse(date) : null;
    if (date && !day) {
        throw new Error('Bad date: ' + date);
    }
    for (var i = 0; i < periods.length; i++) {
        if (!day || dates.toDays(day) >= dates.toDays(dates.parse(periods[i][0]))) {
            // e-books were standard rate in Germany until the end of 2019
            if (category === 'ebooks') {
                return country === 'DE' && day && dates.toISO(day) < '2019-12-18' ? periods[i][1] : periods[i][2];
            }
            return REDUCED.indexOf(category) !== -1 ? periods[i][2] : periods[i][1];
        }
    }
    throw new Error('No VAT rate for ' + country + ' on ' + date);
};

/** Who owes the tax: 'domestic', 'reverse-charge', 'oss', 'export'. */
tax.scheme = function (seller, buyer) {
    if (!buyer || !buyer.country || buyer.country === seller) {
        return 'domestic';
    }
    if (EU.indexOf(buyer.country) === -1) {
        return 'export';
    }
    if (EU.indexOf(seller) === -1) {
        return 'domestic';
    }
    if (buyer.vatId) {
        return tax.checkVatId(buyer.vatId) ? 'reverse-charge' : 'domestic';
    }
    return 'oss';
};

function mod11_10(digits) {
    var product = 10;
    for (var i = 0; i < digits.length - 1; i++) {
        var sum = (Number(digits.charAt(i)) + product) % 10;
        if (sum === 0) {
            sum = 10;
        }
        product = (2 * sum) % 11;
    }
    var check = 11 - product;
    return (check === 10 ? 0 : check) === Number(digits.charAt(digits.length - 1));
}

var CHECKS = {
    DE: function (id) {
        return /^[1-9]\d{8}$/.test(id) && mod11_10(id);
    },
    AT: function (id) {
        if (!/^U\d{8}$/.test(id)) {
            return false;
        }
        var total = 0;
        for (var i = 1; i < 8; i++) {
            var n = Number(id.charAt(i)) * (i % 2 ? 1 : 2);
            total += n > 9 ? Math.floor(n / 10) + (n % 10) : n;
        }
        return (10 - ((total + 4) % 10)) % 10 === Number(id.charAt(8));
    },
    BE: function (id) {
        return /^[01]\d{9}$/.test(id) && 97 - (Number(id.slice(0, 8)) % 97) === Number(id.slice(8));
    },
    NL: function (id) {
        var hit = /^(\d{9})B\d{2}$/.exec(id);
        if (!hit) {
            return false;
        }
        var sum = 0;
        for (var i = 0; i < 8; i++) {
            sum += Number(hit[1].charAt(i)) * (9 - i);
        }
        return sum % 11 === Number(hit[1].charAt(8));
    }
};

/**
 * @param {string} vatId with the country in front; blanks and dots do not matter
 * @returns {boolean} true as well for countries whose rule we do not know
 */
tax.checkVatId = function (vatId) {
    var id = String(vatId).toUpperCase().replace(/[\s.\-]/g, '');
    var country = id.slice(0, 2);
    if (!/^[A-Z]{2}/.test(country) || id.length < 8) {
        return false;
    }
    var check = CHECKS[country];
    return check ? check(id.slice(2)) : true;
};

/** Net out of gross. */
tax.net = function (gross, country, category) {
    return money.round(gross / (1 + tax.rateFor(country, category) / 100));
};

module.exports = tax;
