/** Plain text tables for the mails of the import jobs. */
exports.align = function (text, width, how) {
    const s = text === undefined || text === null ? "" : String(text);
    if (s.length > width) return width > 1 ? s.slice(0, width - 1) + "~" : s.slice(0, width);
    const room = width - s.length;
    if (how === "right") return " ".repeat(room) + s;
    if (how === "center") {
        const left = Math.floor(room / 2);
        return " ".repeat(left) + s + " ".repeat(room - left);
    }
    return s + " ".repeat(room);
};

exports.render = function (rows, columns) {
    if (!columns || columns.length === 0) throw new Error("A table needs columns");
    const widths = columns.map((column) => {
        const longest = rows.reduce((n, row) => Math.max(n, String(row[column.key] ?? "").length), (column.title || column.key).length);
        return column.max ? Math.min(column.max, longest) : longest;
    });
    const line = (cells) => cells.join(" | ").replace(/\s+$/, "");
    const head = line(columns.map((c, i) => exports.align(c.title || c.key, widths[i], c.align)));
    const rule = widths.map((w) => "-".repeat(w)).join("-+-");
    const body = rows.map((row) => line(columns.map((c, i) => exports.align(row[c.key], widths[i], c.align))));
    if (rows.length === 0) body.push("(nothing)");
    return [head, rule].concat(body).join("\n");
};

/** Back again; numbers become numbers. */
exports.read = function (text) {
    const lines = text.split("\n").filter((l) => l.trim() !== "");
    if (lines.length < 2 || !/^[-+]+$/.test(lines[1])) throw new Error("Not a table");
    const keys = lines[0].split("|").map((k) => k.trim());
    return lines.slice(2).filter((l) => l !== "(nothing)").map((l) => {
        const cells = l.split("|");
        const row = {};
        keys.forEach((key, i) => {
            const cell = (cells[i] || "").trim();
            row[key] = /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
        });
        return row;
    });
};
