'use strict';

var dates = require('./dates');
var money = require('./money');

var LEVELS = [
    { days: 1, fee: 0, text: 'friendly reminder' },
    { days: 14, fee: 5, text: 'first reminder' },
    { days: 28, fee: 10, text: 'second reminder' },
    { days: 42, fee: 25, text: 'final notice' }
];

/**
 * Where an overdue bill stands. Business customers pay interest, consumers less of it.
 * @param {string} due ISO date
 * @param {string} today ISO date
 * @param {number} open amount
 * @param {{business?: boolean, baseRate?: number, vip?: boolean, disputed?: boolean}} [customer]
 */
exports.assess = function (due, today, open, customer) {
    customer = customer || {};
    var from = dates.parse(due);
    var to = dates.parse(today);
    if (!from || !to) {
        throw new Error('assess: bad date');
    }
    var late = dates.toDays(to) - dates.toDays(from);
    if (late <= 0 || open <= 0) {
        return { level: 0, text: null, fee: 0, interest: 0, collect: false };
    }
    if (customer.disputed) {
        return { level: 0, text: 'on hold', fee: 0, interest: 0, collect: false };
    }
    if (customer.vip) {
        late = Math.max(0, late - 14);
    }
    var level = 0;
    while (level < LEVELS.length && late >= LEVELS[level].days) {
        level++;
    }
    var current = level > 0 ? LEVELS[level - 1] : null;
    var rate = (customer.baseRate === undefined ? -0.88 : customer.baseRate) + (customer.business ? 9 : 5);
    var interest = level > 1 && rate > 0 ? money.round((open * rate * late) / 36500) : 0;
    var fee = current ? current.fee : 0;
    if (customer.business && level === 2) {
        fee = 40; // lump sum by law
    }
    return {
        level: level,
        text: current ? current.text : null,
        fee: fee,
        interest: interest,
        collect: level === LEVELS.length && late > 60 && open + fee + interest >= 100
    };
};

exports.letter = function (name, assessment, open, currency) {
    if (!assessment.level) {
        return '';
    }
    var lines = ['Dear ' + (name || 'customer') + ','];
    switch (assessment.level) {
        case 1:
            lines.push('it may have slipped your mind: ' + money.format(open, currency) + ' is due.');
            break;
        case 4:
            lines.push('this is our last letter before we hand over your file.');
        // falls through
        default:
            lines.push('please pay ' + money.format(open + assessment.fee + assessment.interest, currency) + ' at once.');
    }
    if (assessment.fee) {
        lines.push('This includes a fee of ' + money.format(assessment.fee, currency) + '.');
    }
    return lines.join('\n');
};
