'use strict';

var Invoice = require('./lib/invoice');
var tax = require('./lib/tax');

exports.Invoice = Invoice;
exports.LineItem = require('./lib/line-item');
exports.Discount = require('./lib/discount');
exports.tax = tax;
exports.vatRate = tax.rateFor;
exports.dates = require('./lib/dates');
exports.money = require('./lib/money');
exports.csv = require('./lib/csv');
exports.numbering = require('./lib/numbering');
exports.reminders = require('./lib/reminder');
exports.importInvoices = require('./lib/importer').importInvoices;

exports.createInvoice = function (number, options) {
    return Invoice(number, options);
};
