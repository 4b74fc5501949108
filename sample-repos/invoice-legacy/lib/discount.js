'use strict';

var money = require('./money');

/**
 * @constructor
 * @param {string} code "10%", "5 EUR", "3for2", "tier:100=5,500=10" or "free"
 */
function Discount(code) {
    if (!(this instanceof Discount)) {
        return new Discount(code);
    }
    this.code = String(code).trim();
    var parsed = Discount.parse(this.code);
    if (parsed.error) {
        throw new Error(parsed.error);
    }
    this.kind = parsed.kind;
    this.value = parsed.value;
    this.uses = 0;
    this.limit = Infinity;
}

Discount.parse = function (code) {
    var hit;
    if (/^free$/i.test(code)) {
        return { kind: 'percent', value: 100 };
    }
    if ((hit = /^(\d+(?:[.,]\d+)?)\s*%$/.exec(code))) {
        var percent = parseFloat(hit[1].replace(',', '.'));
        if (percent > 100) {
            return { error: 'More than 100 percent: ' + code };
        }
        return { kind: 'percent', value: percent };
    }
    if ((hit = /^(\d+(?:[.,]\d+)?)\s*(?:EUR|€)$/i.exec(code))) {
        return { kind: 'amount', value: money.parse(hit[1]) };
    }
    if ((hit = /^(\d)for(\d)$/i.exec(code))) {
        if (Number(hit[2]) >= Number(hit[1])) {
            return { error: 'Nothing is free in ' + code };
        }
        return { kind: 'bundle', value: { take: Number(hit[1]), pay: Number(hit[2]) } };
    }
    if ((hit = /^tier:(.+)$/.exec(code))) {
        var tiers = hit[1].split(',').map(function (part) {
            var pair = part.split('=');
            return { from: Number(pair[0]), percent: Number(pair[1]) };
        });
        for (var i = 0; i < tiers.length; i++) {
            if (isNaN(tiers[i].from) || isNaN(tiers[i].percent)) {
                return { error: 'Bad tier ' + (i + 1) + ' in ' + code };
            }
            if (i > 0 && tiers[i].from <= tiers[i - 1].from) {
                return { error: 'Tiers must rise in ' + code };
            }
        }
        return { kind: 'tier', value: tiers };
    }
    return { error: 'Unknown discount: ' + code };
};

/** Limits how often the code may be redeemed. */
Discount.prototype.limitTo = function (n) {
    if (!(n > 0)) {
        throw new RangeError('limit must be positive');
    }
    this.limit = n;
    return this;
};

Discount.prototype.isSpent = function () {
    return this.uses >= this.limit;
};

/**
 * What comes off a net amount made of these lines.
 * @param {number} net
 * @param {Array<{quantity: number, price: number}>} lines
 */
Discount.prototype.amountFor = function (net, lines) {
    if (net <= 0 || this.isSpent()) {
        return 0;
    }
    switch (this.kind) {
        case 'percent':
            return money.round((net * this.value) / 100);
        case 'amount':
            return Math.min(this.value, net);
        case 'bundle': {
            var free = 0;
            var bundle = this.value;
            (lines || []).forEach(function (line) {
                if (line.quantity >= bundle.take) {
                    free += Math.floor(line.quantity / bundle.take) * (bundle.take - bundle.pay) * line.price;
                }
            });
            return money.round(free);
        }
        case 'tier': {
            var percent = 0;
            this.value.forEach(function (tier) {
                if (net >= tier.from) {
                    percent = tier.percent;
                }
            });
            return money.round((net * percent) / 100);
        }
    }
};

Discount.prototype.redeem = function () {
    if (this.isSpent()) {
        throw new Error('Discount ' + this.code + ' was used ' + this.uses + ' times already');
    }
    this.uses++;
    return this;
};

module.exports = Discount;
