'use strict';

exports.escape = function (value, separator) {
    if (value === null || value === undefined) {
        return '';
    }
    var text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    // Excel runs cells that start like this
    if (/^[=+@]/.test(text) || (/^-/.test(text) && isNaN(Number(text)))) {
        text = "'" + text;
    }
    if (text.indexOf('"') !== -1 || text.indexOf(separator || ';') !== -1 || /[\r\n]/.test(text)) {
        return '"' + text.replace(/"/g, '""') + '"';
    }
    return text;
};

exports.format = function (rows, options) {
    options = options || {};
    var separator = options.separator || ';';
    var columns = options.columns || Object.keys(rows[0] || {});
    var out = [];
    if (options.header !== false) {
        out.push(columns.join(separator));
    }
    rows.forEach(function (row) {
        out.push(
            columns
                .map(function (column) {
                    var value = row[column];
                    if (typeof value === 'number' && options.decimalComma) {
                        value = String(value).replace('.', ',');
                    }
                    return exports.escape(value, separator);
                })
                .join(separator)
        );
    });
    return out.join(options.eol || '\r\n');
};

/** Takes the separator that occurs most often in the first line. */
exports.guessSeparator = function (text) {
    var line = text.split(/\r?\n/)[0];
    var best = ';';
    var most = 0;
    [';', ',', '\t', '|'].forEach(function (candidate) {
        var n = line.split(candidate).length - 1;
        if (n > most) {
            most = n;
            best = candidate;
        }
    });
    return best;
};

/** Rows of strings; quotes as in RFC 4180. */
exports.parse = function (text, separator) {
    separator = separator || exports.guessSeparator(text);
    var rows = [];
    var row = [];
    var cell = '';
    var quoted = false;
    var wasQuoted = false;
    var i = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    for (; i < text.length; i++) {
        var c = text.charAt(i);
        if (quoted) {
            if (c !== '"') {
                cell += c;
            } else if (text.charAt(i + 1) === '"') {
                cell += '"';
                i++;
            } else {
                quoted = false;
                wasQuoted = true;
            }
        } else if (c === '"' && cell === '') {
            quoted = true;
        } else if (c === separator) {
            row.push(cell);
            cell = '';
            wasQuoted = false;
        } else if (c === '\n' || c === '\r') {
            if (c === '\r' && text.charAt(i + 1) === '\n') {
                i++;
            }
            if (row.length || cell !== '' || wasQuoted) {
                row.push(cell);
                rows.push(row);
            }
            row = [];
            cell = '';
            wasQuoted = false;
        } else if (wasQuoted) {
            throw new SyntaxError('Text after closing quote in row ' + (rows.length + 1));
        } else {
            cell += c;
        }
    }
    if (quoted) {
        throw new SyntaxError('Quote is not closed');
    }
    if (row.length || cell !== '' || wasQuoted) {
        row.push(cell);
        rows.push(row);
    }
    return rows;
};

exports.parseObjects = function (text, separator) {
    var rows = exports.parse(text, separator);
    var head = rows.shift() || [];
    return rows.map(function (cells) {
        var record = {};
        head.forEach(function (name, i) {
            record[name.trim()] = cells[i] === undefined ? '' : cells[i];
        });
        return record;
    });
};
