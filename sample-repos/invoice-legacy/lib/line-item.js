'use strict';

var money = require('./money');

function LineItem(text, quantity, price, options) {
    if (!(this instanceof LineItem)) {
        return new LineItem(text, quantity, price, options);
    }
    options = options || {};
    if (!text) {
        throw new Error('A line needs a text');
    }
    this.text = text;
    this.quantity = quantity === undefined ? 1 : Number(quantity);
    this.price = money.parse(price);
    this.unit = options.unit || 'pcs';
    this.category = options.category || null;
    this.discount = options.discount || 0;
    if (isNaN(this.quantity) || isNaN(this.price)) {
        throw new TypeError('Bad quantity or price in "' + text + '"');
    }
}

LineItem.prototype.net = function () {
    var net = this.quantity * this.price;
    if (this.discount > 0) {
        net = net * (1 - Math.min(this.discount, 100) / 100);
    }
    return money.round(net);
};

LineItem.prototype.isCredit = function () {
    return this.net() < 0;
};

LineItem.prototype.describe = function () {
    var text = this.quantity + ' ' + this.unit + ' ' + this.text;
    if (this.quantity === 1 && this.unit === 'pcs') {
        text = this.text;
    }
    if (this.discount) {
        text += ' (-' + this.discount + '%)';
    }
    return text;
};

/** Same article, price and discount: the two may become one line. */
LineItem.prototype.mergesWith = function (other) {
    return (
        other instanceof LineItem &&
        other.text === this.text &&
        other.price === this.price &&
        other.unit === this.unit &&
        other.category === this.category &&
        other.discount === this.discount
    );
};

module.exports = LineItem;
