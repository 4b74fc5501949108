var UNITS = ["B", "KB", "MB", "GB", "TB"];

exports.format = function (bytes, digits) {
	if (typeof bytes !== "number" || !isFinite(bytes)) return "?";
	var sign = bytes < 0 ? "-" : "";
	var n = Math.abs(bytes);
	var unit = 0;
	while (n >= 1024 && unit < UNITS.length - 1) {
		n /= 1024;
		unit++;
	}
	if (unit === 0) return sign + n + " B";
	return sign + n.toFixed(digits === undefined ? (n < 10 ? 1 : 0) : digits) + " " + UNITS[unit];
};

/** "10 MB", "1.5G", "512k", "100" → bytes. Throws for anything else. */
exports.parse = function (text) {
	var m = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?b)?\s*$/i.exec(text);
	if (!m) throw new Error("Not a size: " + text);
	var power = m[2] === "" ? 0 : "kmgt".indexOf(m[2].toLowerCase()) + 1;
	return Math.round(parseFloat(m[1]) * Math.pow(1024, power));
};

/** How much must go until the disk is `target` percent full; 0 when it is already. */
exports.excess = function (used, total, target) {
	if (total <= 0 || used < 0 || used > total) throw new RangeError("Impossible disk: " + used + " of " + total);
	if (target < 0 || target > 100) throw new RangeError("target is a percentage");
	return Math.max(0, Math.ceil(used - (total * target) / 100));
};

/** Output of `df -Pk` as objects; lines that make no sense are left out. */
exports.parseDf = function (output) {
	return output
		.split("\n")
		.slice(1)
		.map(function (line) {
			var m = /^(.+?)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)%\s+(\/.*)$/.exec(line);
			if (!m) return null;
			return { device: m[1], total: +m[2] * 1024, used: +m[3] * 1024, free: +m[4] * 1024, mount: m[6] };
		})
		.filter(Boolean)
		.filter(function (disk) {
			return disk.total > 0 && !/^(tmpfs|devtmpfs|overlay|udev)$/.test(disk.device);
		});
};
