'use strict';

var csv = require('./csv');
var Invoice = require('./invoice');
var dates = require('./dates');
var money = require('./money');

function check(record, row) {
    if (!record.number) {
        return 'row ' + row + ': number is missing';
    }
    if (!dates.parse(record.date)) {
        return 'row ' + row + ': bad date "' + record.date + '"';
    }
    if (isNaN(money.parse(record.price || ''))) {
        return 'row ' + row + ': bad price "' + record.price + '"';
    }
    if (record.quantity && isNaN(Number(record.quantity))) {
        return 'row ' + row + ': bad quantity "' + record.quantity + '"';
    }
    return null;
}

/**
 * Reads invoices out of a CSV text: one line item a row, rows of one number belong together.
 * @param {string} text
 * @param {{strict?: boolean}} [options]
 * @param {function(Error, {invoices: Invoice[], problems: string[]}=)} callback
 */
exports.importInvoices = function (text, options, callback) {
    if (typeof options === 'function') {
        callback = options;
        options = {};
    }
    var records;
    try {
        records = csv.parseObjects(text);
    } catch (err) {
        return callback(err);
    }
    if (records.length === 0) {
        return callback(new Error('The file is empty'));
    }
    var byNumber = {};
    var order = [];
    var problems = [];
    records.forEach(function (record, i) {
        var problem = check(record, i + 2);
        if (problem) {
            problems.push(problem);
            return;
        }
        if (!byNumber[record.number]) {
            byNumber[record.number] = Invoice(record.number, {
                date: record.date,
                country: record.country || 'DE',
                terms: record.terms
            });
            order.push(record.number);
        }
        byNumber[record.number].addLine(record.text || 'Item', record.quantity || 1, record.price, {
            category: record.category
        });
    });
    if (options.strict && problems.length > 0) {
        var error = new Error(problems.length + ' bad rows');
        error.problems = problems;
        return callback(error);
    }
    callback(null, {
        invoices: order.map(function (number) {
            return byNumber[number];
        }),
        problems: problems
    });
};

/** Sums by month; asynchronous for historical reasons. */
exports.summarize = function (invoices, callback) {
    process.nextTick(function () {
        var months = {};
        try {
            invoices.forEach(function (invoice) {
                var key = dates.toISO(invoice.date).slice(0, 7);
                months[key] = money.round((months[key] || 0) + invoice.total());
            });
        } catch (err) {
            callback(err);
            return;
        }
        callback(null, months);
    });
};
