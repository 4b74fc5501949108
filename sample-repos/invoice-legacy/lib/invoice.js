'use strict';

var LineItem = require('./line-item');
var Discount = require('./discount');
var tax = require('./tax');
var dates = require('./dates');
var money = require('./money');

/**
 * @constructor
 * @param {string} number
 * @param {{country?: string, date?: string, terms?: string, buyer?: object, currency?: string}} [options]
 */
function Invoice(number, options) {
    if (!(this instanceof Invoice)) {
        return new Invoice(number, options);
    }
    options = options || {};
    this.number = number;
    this.country = options.country || 'DE';
    this.date = dates.parse(options.date || '2015-01-01');
    if (!this.date) {
        throw new Error('Invoice ' + number + ': bad date ' + options.date);
    }
    this.terms = options.terms || 'net 30';
    this.buyer = options.buyer || null;
    this.currency = options.currency || 'EUR';
    this.lines = [];
    this.payments = [];
    this.discount = null;
    this.cancelled = false;
}

Invoice.prototype.addLine = function (text, quantity, price, options) {
    this._mustBeOpen();
    var line = text instanceof LineItem ? text : new LineItem(text, quantity, price, options);
    for (var i = 0; i < this.lines.length; i++) {
        if (this.lines[i].mergesWith(line)) {
            this.lines[i].quantity += line.quantity;
            return this;
        }
    }
    this.lines.push(line);
    return this;
};

Invoice.prototype.removeLine = function (index) {
    this._mustBeOpen();
    if (index < 0) {
        index += this.lines.length;
    }
    if (!this.lines[index]) {
        throw new RangeError('No line ' + index);
    }
    return this.lines.splice(index, 1)[0];
};

Invoice.prototype._mustBeOpen = function () {
    if (this.cancelled) {
        throw new Error('Invoice ' + this.number + ' is cancelled');
    }
    if (this.payments.length > 0) {
        throw new Error('Invoice ' + this.number + ' has payments, write a credit note');
    }
};

Invoice.prototype.useDiscount = function (code) {
    this.discount = code instanceof Discount ? code : Discount(code);
    this.discount.redeem();
    return this;
};

Invoice.prototype.subtotal = function () {
    return money.round(
        this.lines.reduce(function (sum, line) {
            return sum + line.net();
        }, 0)
    );
};

/** Net amounts by VAT rate after the discount is spread over the lines. */
Invoice.prototype.taxGroups = function () {
    var self = this;
    var scheme = tax.scheme(this.country, this.buyer);
    var off = 0;
    if (this.discount) {
        // redeem() counted already, so a one-time code looks spent here
        this.discount.uses--;
        off = this.discount.amountFor(this.subtotal(), this.lines);
        this.discount.uses++;
    }
    var nets = this.lines.map(function (line) {
        return line.net();
    });
    var positive = nets.map(function (net) {
        return Math.max(net, 0);
    });
    var shares = off > 0 ? money.allocate(off, positive) : [];
    var groups = {};
    this.lines.forEach(function (line, i) {
        var rate = 0;
        if (scheme === 'domestic') {
            rate = tax.rateFor(self.country, line.category, dates.toISO(self.date));
        } else if (scheme === 'oss') {
            rate = tax.rateFor(self.buyer.country, line.category, dates.toISO(self.date));
        }
        groups[rate] = money.round((groups[rate] || 0) + nets[i] - (shares[i] || 0));
    });
    return groups;
};

Invoice.prototype.taxTotal = function () {
    var groups = this.taxGroups();
    return money.round(
        Object.keys(groups).reduce(function (sum, rate) {
            return sum + money.round((groups[rate] * Number(rate)) / 100);
        }, 0)
    );
};

Invoice.prototype.total = function () {
    var groups = this.taxGroups();
    var net = Object.keys(groups).reduce(function (sum, rate) {
        return sum + groups[rate];
    }, 0);
    return money.round(net + this.taxTotal());
};

Invoice.prototype.dueDate = function () {
    return dates.nextWorkday(dates.applyTerms(this.date, this.terms).due, this.country);
};

/**
 * Books a payment. A payment inside the skonto period that is short by no more than the skonto settles the bill.
 */
Invoice.prototype.pay = function (amount, date) {
    if (this.cancelled) {
        throw new Error('Invoice ' + this.number + ' is cancelled');
    }
    if (!(amount > 0)) {
        throw new RangeError('Payment must be positive');
    }
    var day = dates.parse(date);
    if (!day) {
        throw new Error('Bad payment date: ' + date);
    }
    var payment = { amount: amount, date: dates.toISO(day), skonto: 0 };
    var skonto = dates.applyTerms(this.date, this.terms).skonto;
    var open = this.balance();
    if (skonto && this.payments.length === 0 && dates.toDays(day) <= dates.toDays(skonto.until)) {
        var allowed = money.round((this.total() * skonto.percent) / 100);
        if (amount < open && money.round(open - amount) <= allowed) {
            payment.skonto = money.round(open - amount);
        }
    }
    this.payments.push(payment);
    return this.balance();
};

Invoice.prototype.balance = function () {
    return this.payments.reduce(function (open, payment) {
        return money.round(open - payment.amount - payment.skonto);
    }, this.total());
};

Invoice.prototype.cancel = function () {
    if (this.payments.length) {
        throw new Error('Paid invoices cannot be cancelled');
    }
    this.cancelled = true;
    return this;
};

/** @param {string} today ISO date */
Invoice.prototype.status = function (today) {
    if (this.cancelled) return 'cancelled';
    if (this.lines.length === 0) return 'draft';
    var open = this.balance();
    if (open < 0) return 'overpaid';
    if (open === 0) return 'paid';
    if (dates.toDays(dates.parse(today)) > dates.toDays(this.dueDate())) {
        return this.payments.length ? 'partly-overdue' : 'overdue';
    }
    return this.payments.length ? 'partly-paid' : 'open';
};

Invoice.prototype.toJSON = function () {
    return {
        number: this.number,
        country: this.country,
        date: dates.toISO(this.date),
        terms: this.terms,
        currency: this.currency,
        discount: this.discount ? this.discount.code : undefined,
        lines: this.lines.map(function (line) {
            return { text: line.text, quantity: line.quantity, price: line.price, category: line.category };
        })
    };
};

Invoice.fromJSON = function (data) {
    if (typeof data === 'string') {
        data = JSON.parse(data);
    }
    var invoice = new Invoice(data.number, data);
    (data.lines || []).forEach(function (line) {
        invoice.addLine(line.text, line.quantity, line.price, { category: line.category });
    });
    if (data.discount) {
        invoice.useDiscount(data.discount);
    }
    return invoice;
};

module.exports = Invoice;
